import Checkpoints
import Tensor

/// `v` in [-1, 1), named as in the case lists.
func unit(_ name: String, _ shape: [Int]) -> Tensor {
    SyntheticWeights.unit("input:" + name, shape: shape)
}
