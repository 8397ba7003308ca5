import FoundationEssentials

/// What a feed's document held when it was last read: for each item its key and a fingerprint.
///
/// An item whose pair is still here needs no look into the store, and retention never forgets a key that is here.
public struct FeedContents: Sendable, Equatable {
    /// One item of the document.
    public struct Entry: Sendable, Equatable {
        /// The item's identity (`ItemIdentity`).
        public var key: UInt64
        /// The hash of everything it is known by and of the texts that are matched (`ItemIdentity.fingerprint`).
        public var fingerprint: UInt64
    }

    /// In document order.
    public var entries: [Entry]

    /// A document of these items.
    public init(entries: [Entry] = []) {
        self.entries = entries
    }

    /// The fingerprints by key; of two with one key the first.
    var fingerprints: [UInt64: UInt64] {
        var fingerprints: [UInt64: UInt64] = [:]
        fingerprints.reserveCapacity(entries.count)
        for entry in entries where fingerprints[entry.key] == nil { fingerprints[entry.key] = entry.fingerprint }
        return fingerprints
    }

    /// Sixteen bytes an entry, little-endian: key, fingerprint.
    var encoded: Data {
        var bytes = Data(capacity: entries.count * 16)
        for entry in entries {
            withUnsafeBytes(of: entry.key.littleEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: entry.fingerprint.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Reads `encoded` back; a trailing part of an entry is dropped.
    init(encoded: Data) {
        entries = encoded.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count - bytes.count % 16, by: 16).map { offset in
                Entry(
                    key: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
                    fingerprint: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)))
            }
        }
    }
}
