"""PyTorch forms of the networks that i2vbench runs natively: a yardstick for speed and a second opinion on numbers.

Written from the published descriptions of the networks; state-dict names are those of the published checkpoints.
"""
