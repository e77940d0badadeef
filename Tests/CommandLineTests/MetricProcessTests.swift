import Foundation
import TestSupport
import Testing

@Suite("All metrics as processes", .serialized)
struct MetricProcessTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test(
        "Twelve real clips: one decode a clip, one forward for every input and network, none the second time",
        .enabled(if: SharedParity.isAvailable))
    func sharedWork() throws {
        let arguments = [
            "score", SharedParity.path("data/consisti2v_samples"), "--weights", "demo", "--verbose",
            "--metrics",
            "temporal_flickering,temporal_flickering@static,motion_smoothness,dynamic_degree,dynamic_degree@flow,"
                + "background_consistency,subject_consistency,object_consistency,scene_consistency@vbench,"
                + "scene_consistency@corrected,overall_consistency,i2v_subject,clipsim,isim",
            "--out", workspace.path("out"),
        ]
        let first = try Tool.run(arguments)
        #expect(first.status == 0, "\(first.errors)")
        // A clip of 16 frames at 8 a second: 7 interpolations; 15 pairs and the two ends; 16 frames in two sizes,
        // the input image and the prompt; 16 frames in two sizes and the image; a clip and its prompt.
        #expect(
            first.errors.contains(
                "12 decoded, 192 scores; inputs through networks: amt_s 84, clip_vit_b32 408, dino_vitb16 396, "
                    + "raft_things 204, viclip_l14 24"), "\(first.errors)")
        let second = try Tool.run(arguments)
        #expect(second.errors.contains("0 decoded, 0 scores; inputs through networks: none"))
        #expect(second.output == first.output)
    }

    @Test("Frames that are too large for the demo's flow network are told before memory is taken for them")
    func largeFrames() throws {
        let clip = try workspace.clip("large.mp4", frames: 3, width: 512, height: 320)
        let result = try Tool.run([
            "score", clip, "--metrics", "dynamic_degree", "--weights", "demo", "--out", workspace.path("out"),
        ])
        #expect(result.status == 2, "\(result.errors)")
        #expect(
            result.output.contains("expected frames of at most 282×282 pixels")
                && result.output.contains("found 512×320, which would take 8 GiB"), "\(result.output)")
    }

    @Test("Statistics are built once, and refused where they do not fit")
    func statistics() throws {
        for folder in ["real", "made"] {
            try FileManager.default.createDirectory(
                atPath: workspace.path(folder), withIntermediateDirectories: true)
        }
        for index in 0..<4 { _ = try workspace.clip("real/\(index).mp4", frames: 16, start: index * 9) }
        for index in 0..<3 { _ = try workspace.clip("made/\(index).mp4", frames: 16, start: index * 5 + 40) }
        _ = try workspace.clip("made/short.mp4", frames: 5)
        let file = workspace.path("real.npz")
        let built = try Tool.run(
            ["stats", "build", workspace.path("real"), "--for", "fvd,fid", "--weights", "demo", "-o", file])
        #expect(built.status == 0, "\(built.errors)")
        #expect(built.output.contains("fvd@i3d-tats, i3d_k400 with preprocessing tats_16"))
        let shown = try Tool.run(["stats", "show", file])
        #expect(shown.output.contains("fid@inception-2015") && shown.output.contains("64 vectors"))
        let score = [
            "score", workspace.path("made"), "--metrics", "fvd,fid,kid@inception-2015", "--reference",
        ]
        let videos = try Tool.run(
            score + [workspace.path("real"), "--weights", "demo", "--out", workspace.path("videos")])
        let kept = try Tool.run(score + [file, "--weights", "demo", "--out", workspace.path("kept")])
        #expect(videos.status == 2 && kept.status == 2, "\(videos.errors)")
        // The cells of a row; how wide they are is for the table's other rows to say.
        func line(_ result: ChildProcess, _ id: String) -> [Substring]? {
            result.output.split(separator: "\n").first { $0.hasPrefix(id + " ") }?.split(separator: " ")
        }
        for id in ["fvd@i3d-tats", "fvd@i3d-styleganv", "fid@inception-2015"] {
            #expect(line(videos, id) != nil && line(videos, id) == line(kept, id), "\(id)")
        }
        #expect(videos.output.contains("made/short.mp4") || videos.errors.contains("at least 16 frames"))
        #expect(kept.output.contains("kid@inception-2015 was skipped"))
        let other = try Tool.run(
            score + [file, "--weights", "synthetic:salt", "--limit", "2", "--out", workspace.path("other")])
        #expect(other.status == 2 && other.output.contains("weights"), "\(other.output)")
        try checkRoundTrip(of: workspace.path("videos"))
    }

    /// A report's own statistics are those of its videos: the run's videos are no distance away from them.
    private func checkRoundTrip(of run: String) throws {
        let report = workspace.path("report")
        let written = try Tool.run(["report", run, "--formats", "npz", "--out", report])
        #expect(written.status == 0, "\(written.errors)")
        let files = ["fvd-i3d-tats", "fvd-i3d-styleganv", "fid-inception-2015"].map {
            "\(report)/statistics/1-videos-\($0).npz"
        }
        let shown = try Tool.run(["stats", "show", files[2]])
        // Three videos of 16 frames and one of 5.
        #expect(shown.output.contains("53 vectors") && shown.output.contains("demo weights"))
        let itself = try Tool.run(
            ["score", workspace.path("made"), "--metrics", "fvd,fid", "--weights", "demo", "--out"]
                + [workspace.path("itself"), "--reference"] + files)
        for id in ["fvd@i3d-tats", "fvd@i3d-styleganv", "fid@inception-2015"] {
            let cells = itself.output.split(separator: "\n").first { $0.hasPrefix(id + " ") }?
                .split(separator: " ")
            #expect(cells?.contains { $0.hasPrefix("0.00") } == true, "\(itself.output)")
        }
        let explained = try Tool.run([
            "explain", "\(workspace.path("itself")):1:summary:videos/fid@inception-2015",
        ])
        #expect(explained.status == 0 && explained.output.contains("the same to the last bit"))
    }
}
