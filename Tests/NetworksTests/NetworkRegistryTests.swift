import Checkpoints
import Foundation
import Networks
import TestSupport
import Tensor
import Testing

@Suite struct NetworkRegistryTests {
    @Test func idsAreUniqueAndSnakeCase() {
        let ids = NetworkRegistry.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" } })
    }

    @Test func anUnknownIdIsAnsweredWithTheKnownOnes() {
        #expect { try NetworkRegistry.network("clip") } throws: { "\($0)".contains("clip_vit_b32") }
    }

    @Test func publishedConfigurationsSurviveTheirOwnJSON() throws {
        for network in NetworkRegistry.all {
            let json = try network.defaultConfiguration()
            #expect(try JSONSerialization.jsonObject(with: json) is [String: Any], "\(network.id)")
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable), arguments: ["clip_vit_b32", "dino_vitb16"])
    func stateDictsHaveThePublishedNamesShapesAndCount(id: String) throws {
        let table = try KeyTable(SharedParity.path("specs/keys/\(id).json"))
        let network = try NetworkRegistry.network(id)
        #expect(network.parameters == table.parameterCount)
        let image = Tensor([1, 3, 224, 224], filledWith: 0)
        // Loading succeeds only if every name of the table is taken in its shape and no other is asked for.
        _ = try network.extract(weights: table, inputs: NamedTensors(["image": .real(image)]))
    }
}
