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
        return summary.merging(layoutSummary) { own, _ in own }
    }

    /// Only what differs from a single chunk with a still layout, so that such videos keep their identity.
    private var layoutSummary: [String: String] {
        var summary: [String: String] = [:]
        switch layout {
        case .still: break
        case .camera(let motion):
            summary["camera"] = motion.name.rawValue
            if case .perspective(let move) = motion { summary["camera_points"] = move.text }
        case .video(let video):
            summary["layout_video"] = video.content.map { "sha256:\($0.sha256)" } ?? video.path
            summary["layout_first_frame"] = video.replacesFirstFrame ? "layout" : "image"
        }
        if chunks > 1 {
            summary["chunks"] = "\(chunks)"
            if frameInit != nil {
                summary["frameinit_in_later_chunks"] = continuesWithFrameInit ? "on" : "off"
            }
        }
        return summary
    }
}
