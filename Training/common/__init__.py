"""What every training shares: clips, seeds, checkpoints, shipped weights, model cards."""
