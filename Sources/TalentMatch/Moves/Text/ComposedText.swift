import Foundation

/// The first scalars of a text in composed form (NFC), with the way back to where they stood.
///
/// Feeds written on macOS carry Hangul as conjoining jamo and accents as combining marks; the lexicon and the rules for
/// names know syllables and letters. Nearly all texts are composed already and pass through as they are.
struct ComposedText {
    private(set) var scalars: [UInt32] = []
    /// For each composed scalar, and for the end, the scalar of the text as given; `nil` when they are the same.
    private(set) var offsets: [Int]?

    /// Scalars as given that are looked at for each composed one.
    private static let scalarsForOne = 8

    init(_ text: String, limit: Int) {
        scalars.reserveCapacity(min(limit, text.utf8.count))
        for scalar in text.unicodeScalars {
            if scalars.count == limit { break }
            if Self.joins(scalar.value) {
                scalars.removeAll(keepingCapacity: true)
                compose(text, limit)
                return
            }
            scalars.append(scalar.value)
        }
    }

    /// A combining mark or a conjoining jamo.
    @inline(__always)
    private static func joins(_ scalar: UInt32) -> Bool {
        scalar &- 0x300 < 0x70 || scalar &- 0x1100 < 0x100
    }

    private mutating func compose(_ text: String, _ limit: Int) {
        var offsets: [Int] = []
        var position = 0
        // One character may have any number of marks. No text that is meant to be read needs as many scalars.
        let head = text.unicodeScalars.prefix(limit * Self.scalarsForOne)
        for character in String(String.UnicodeScalarView(head)) {
            if scalars.count >= limit { break }
            let count = character.unicodeScalars.count
            var composed = character.unicodeScalars.map(\.value)
            if count > 1 {
                composed = String(character).precomposedStringWithCanonicalMapping.unicodeScalars.map(\.value)
            }
            for (index, scalar) in composed.enumerated() {
                scalars.append(scalar)
                offsets.append(composed.count == count ? position + index : position)
            }
            position += count
        }
        offsets.append(position)
        self.offsets = offsets
    }

    /// Where a composed offset is in the text as given.
    static func given(_ offset: Int, _ offsets: [Int]?) -> Int {
        guard let offsets else { return offset }
        return offsets[min(offset, offsets.count - 1)]
    }
}
