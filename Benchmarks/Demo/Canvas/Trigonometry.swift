/// Sine and cosine from additions and multiplications alone: libm's differ in the last bit between machines, and
/// the demo's pixels must not.
enum Trigonometry {
    /// sin(2π·turns), to 1e-11.
    static func sine(turns: Double) -> Double {
        // One period, folded onto the quarter around zero where the series converges fast.
        var phase = turns - turns.rounded(.down)
        if phase > 0.75 {
            phase -= 1
        } else if phase > 0.25 {
            phase = 0.5 - phase
        }
        let angle = phase * 6.283185307179586
        let square = angle * angle
        var sum = -1.0 / 1_307_674_368_000
        sum = sum * square + 1.0 / 6_227_020_800
        sum = sum * square - 1.0 / 39_916_800
        sum = sum * square + 1.0 / 362_880
        sum = sum * square - 1.0 / 5040
        sum = sum * square + 1.0 / 120
        sum = sum * square - 1.0 / 6
        return angle + angle * square * sum
    }

    static func cosine(turns: Double) -> Double { sine(turns: turns + 0.25) }
}
