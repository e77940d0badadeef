import Networks

extension ConsistI2VSettings {
    /// Every setting as text, for the identity of a generator.
    public var summary: [String: String] {
        var summary = [
            "width": "\(width)", "height": "\(height)", "frames": "\(frames)", "steps": "\(steps)",
            "eta": "\(eta)", "text_guidance": "\(textGuidance)", "image_guidance": "\(imageGuidance)",
            "guidance_rescale": "\(guidanceRescale)", "frame_stride": "\(frameStride)",
            "noise": noise.rawValue, "frames_per_second": "\(framesPerSecond)",
            "frameinit": frameInit == nil ? "off" : "on",
            "temporal_conditioning": conditioning.temporal ? "on" : "off",
            "spatial_conditioning": conditioning.spatial ? "on" : "off",
        ]
        if noise != .vanilla { summary["noise_alpha"] = "\(noiseAlpha)" }
        if let frameInit {
            summary["frameinit_tau"] = "\(frameInit.timestep)"
            summary["frameinit_filter"] = frameInit.filter.kind.rawValue
            summary["frameinit_d_s"] = "\(frameInit.filter.spatialStop)"
            summary["frameinit_d_t"] = "\(frameInit.filter.temporalStop)"
            if frameInit.filter.kind == .butterworth {
                summary["frameinit_n"] = "\(frameInit.filter.order)"
            }
        }
        return summary
    }
}
