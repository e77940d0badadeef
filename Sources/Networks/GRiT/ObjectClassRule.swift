/// VBench's object class test: a frame succeeds when one of its descriptions is the object's name.
///
/// Names are compared code point by code point: "cats", "a cat" and "Cat" are not "cat".
/// Source: VBench, `object_class`.
public enum ObjectClassRule {
    /// Frames, given by their detections' descriptions, in which `object` is found.
    public static func successes(of object: String, frames: [[String]]) -> Int {
        frames.count { descriptions in
            descriptions.contains { $0.unicodeScalars.elementsEqual(object.unicodeScalars) }
        }
    }
}
