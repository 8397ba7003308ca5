internal import CCurl
internal import Glibc

/// A numeric address, for judging where it leads.
enum IPAddress: Equatable, Sendable {
    /// In host byte order.
    case v4(UInt32)
    /// The upper and the lower half, in host byte order.
    case v6(UInt64, UInt64)

    /// The address in a socket address; nil if that is of another family.
    init?(_ address: UnsafePointer<sockaddr>) {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let number = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self).sin_addr
            self.init(number)
        case AF_INET6:
            let number = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self.init(number)
        default:
            return nil
        }
    }

    /// The address written in one of the forms that name resolution takes for an IPv4 address (`127.0.0.1`, `127.1`,
    /// `0x7f000001`), or as an IPv6 address with or without a zone.
    init?(_ text: String) {
        var v4 = in_addr()
        var v6 = in6_addr()
        let withoutZone = String(text.prefix { $0 != "%" })
        if inet_pton(AF_INET6, withoutZone, &v6) == 1 {
            self.init(v6)
        } else if inet_aton(text, &v4) != 0 {
            self.init(v4)
        } else {
            return nil
        }
    }

    /// The address as RFC 5952 writes it.
    var text: String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        switch self {
        case .v4(let number):
            var address = in_addr(s_addr: number.bigEndian)
            inet_ntop(AF_INET, &address, &buffer, socklen_t(buffer.count))
        case .v6(let high, let low):
            var halves = [high.bigEndian, low.bigEndian]
            inet_ntop(AF_INET6, &halves, &buffer, socklen_t(buffer.count))
        }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private init(_ address: in_addr) {
        self = .v4(UInt32(bigEndian: address.s_addr))
    }

    private init(_ address: in6_addr) {
        self = withUnsafeBytes(of: address) { bytes in
            .v6(
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }

    /// Whether the address is in the network of so many leading bits of the other.
    func isIn(_ network: IPAddress, bits: Int) -> Bool {
        switch (self, network) {
        case (.v4(let address), .v4(let network)):
            return bits <= 0 || (address ^ network) >> (32 - min(bits, 32)) == 0
        case (.v6(let high, let low), .v6(let networkHigh, let networkLow)):
            if bits <= 0 { return true }
            if bits <= 64 { return (high ^ networkHigh) >> (64 - bits) == 0 }
            return high == networkHigh && (low ^ networkLow) >> (128 - min(bits, 128)) == 0
        default:
            return false
        }
    }
}
