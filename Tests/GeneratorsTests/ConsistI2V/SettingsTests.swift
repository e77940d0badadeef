import Foundation
import Generators
import Networks
import Testing

@Suite struct SettingsTests {
    private func firstProblem(_ change: (inout ConsistI2VSettings) -> Void) throws -> String {
        var settings = ConsistI2VSettings()
        change(&settings)
        let schedule = try DDIMSchedule()
        let error = #expect(throws: GeneratorError.self) { try settings.validate(schedule: schedule) }
        return error.map { "\($0)" } ?? ""
    }

    @Test func everyRangeIsChecked() throws {
        let problems: [(String, (inout ConsistI2VSettings) -> Void)] = [
            ("width", { $0.width = 250 }), ("height", { $0.height = 0 }), ("frames", { $0.frames = 1 }),
            ("steps", { $0.steps = 0 }), ("steps", { $0.steps = 1000 }), ("eta", { $0.eta = 1.5 }),
            ("text guidance", { $0.textGuidance = -1 }), ("text guidance", { $0.textGuidance = .nan }),
            ("image guidance", { $0.imageGuidance = 1000 }),
            ("guidance rescale", { $0.guidanceRescale = 2 }), ("frame stride", { $0.frameStride = 0 }),
            ("noise alpha", { $0.noiseAlpha = -0.5 }), ("noise alpha", { $0.noiseAlpha = .infinity }),
            ("frames per second", { $0.framesPerSecond = 0 }),
            ("FrameInit tau", { $0.frameInit?.timestep = 1000 }),
            ("FrameInit d_s", { $0.frameInit?.filter.spatialStop = 1.5 }),
            ("FrameInit d_t", { $0.frameInit?.filter.temporalStop = -1 }),
            ("FrameInit filter order", { $0.frameInit?.filter.order = 0 }),
        ]
        for (name, change) in problems {
            #expect(try firstProblem(change).hasPrefix("\(name): expected "))
        }
    }

    @Test func messageSaysWhatToDo() throws {
        #expect(
            try firstProblem { $0.width = 250 }
                == "width: expected a multiple of 8 from 8 to 4096, found 250. The nearest one is 248.")
    }

    @Test func rescaleNeedsTextGuidanceAlone() throws {
        let problem = try firstProblem { ($0.imageGuidance, $0.guidanceRescale) = (1.5, 0.7) }
        #expect(problem.contains("together with image guidance"))
    }

    @Test func presetsDifferAsDocumented() throws {
        #expect(ConsistI2VSettings(preset: .released) == ConsistI2VSettings())
        #expect(ConsistI2VSettings(preset: .released).noiseAlpha == 1)
        #expect(ConsistI2VSettings(preset: .paper).noiseAlpha == 1.5)
        for preset in ConsistI2VSettings.Preset.allCases {
            try ConsistI2VSettings(preset: preset).validate(schedule: DDIMSchedule())
        }
    }

    @Test func survivesJSON() throws {
        var settings = ConsistI2VSettings(preset: .paper)
        settings.frameInit = nil
        settings.conditioning.spatial = false
        let json = try JSONEncoder().encode(settings)
        #expect(try JSONDecoder().decode(ConsistI2VSettings.self, from: json) == settings)
        let partial =
            Data(#"{"steps": 25, "frameinit": {"tau": 750, "filter": {"#.utf8)
            + Data(
                #""filter": "box", "d_s": 0.5, "d_t": 0.5, "n": 4}}}"#.utf8)
        let decoded = try JSONDecoder().decode(ConsistI2VSettings.self, from: partial)
        #expect(decoded.steps == 25)
        #expect(decoded.frameInit?.timestep == 750)
        #expect(decoded.frameInit?.filter.kind == .box)
        #expect(decoded.textGuidance == 7.5)
    }

    @Test func unusualValuesAreMentioned() {
        var settings = ConsistI2VSettings()
        #expect(settings.warnings.isEmpty)
        (settings.frameStride, settings.frames) = (8, 24)
        #expect(settings.warnings.count == 2)
    }
}
