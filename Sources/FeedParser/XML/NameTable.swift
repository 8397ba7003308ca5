/// Remembers what names mean by the address libxml2 keeps them at: its dictionary holds each name once a document.
struct NameTable: ~Copyable {
    private struct Slot {
        var key: UInt
        var second: UInt
        var value: UInt8
    }

    private static let size = 128
    private let slots: UnsafeMutablePointer<Slot>

    init() {
        slots = .allocate(capacity: Self.size)
        slots.initialize(repeating: Slot(key: 0, second: 0, value: 0), count: Self.size)
    }

    deinit { slots.deallocate() }

    /// A direct-mapped cache: a document's few names hardly collide, and one that does is only looked up again.
    @inline(__always)
    func name(_ pointer: UnsafePointer<UInt8>) -> FeedName {
        let key = UInt(bitPattern: pointer)
        let slot = slots + Int((key ^ key >> 7) & 63)
        if slot.pointee.key == key { return FeedName(rawValue: slot.pointee.value) ?? .unknown }
        let value = FeedName(cString(pointer))
        slot.pointee = Slot(key: key, second: 0, value: value.rawValue)
        return value
    }

    @inline(__always)
    func space(_ address: UnsafePointer<UInt8>?, _ prefix: UnsafePointer<UInt8>?) -> FeedSpace {
        if address == nil, prefix == nil { return .core }
        let key = UInt(bitPattern: address)
        let second = UInt(bitPattern: prefix)
        let slot = slots + 64 + Int((key ^ key >> 7 ^ second >> 4) & 63)
        if slot.pointee.key == key, slot.pointee.second == second {
            return FeedSpace(rawValue: slot.pointee.value) ?? .other
        }
        let value = FeedSpace(
            address: address.map { cString($0, atMost: FeedSpace.longestAddress) }, prefix: prefix.map { cString($0) })
        slot.pointee = Slot(key: key, second: second, value: value.rawValue)
        return value
    }
}
