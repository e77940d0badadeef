/// A moving picture with its words.
struct CaptionedScene: Sendable {
    var scene: Scene
    var caption: Caption
}

/// One category of the toy world: draws any number of different clips from random numbers.
protocol SceneFamily: Sendable {
    static var id: String { get }
    /// Kinds of clip in the family; clip n is of kind n mod `kinds`, so that a few clips show all of them.
    static var kinds: Int { get }
    static func make(kind: Int, random: inout DemoRandom) -> CaptionedScene
}

/// The families that a suite can name.
enum SceneFamilies {
    static let all: [any SceneFamily.Type] = [
        Balls.self, Vehicles.self, Boats.self, Sky.self, Fish.self, Landscapes.self, Houses.self,
        Windmills.self,
    ]

    static func family(_ id: String) -> (any SceneFamily.Type)? { all.first { $0.id == id } }
}
