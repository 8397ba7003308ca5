/// What an address is for, by IANA's registries of special-purpose IPv4 and IPv6 addresses (RFC 6890 and its updates).
///
/// Anything a registry does not call globally reachable has a class of its own or is `reserved`.
enum AddressClass: String, Sendable, CaseIterable {
    case publicInternet = "public"
    case unspecified = "unspecified"
    case loopback = "loopback"
    case privateUse = "private"
    case linkLocal = "link-local"
    /// RFC 6598.
    case carrierGradeNAT = "carrier-grade NAT"
    case multicast = "multicast"
    case reserved = "reserved"
    /// An IPv4 address in an IPv6 one (mapped, compatible, 6to4, Teredo), which no public host needs.
    case embedded = "IPv4-in-IPv6"

    init(_ address: IPAddress) {
        switch address {
        case .v4(let number): self = Self.classify(number)
        case .v6(let high, let low): self = Self.classify(high, low)
        }
    }

    private static func classify(_ address: UInt32) -> AddressClass {
        let octets = (address >> 24, address >> 16 & 0xFF, address >> 8 & 0xFF)
        switch octets {
        case (0, _, _): return .unspecified
        case (10, _, _), (172, 16...31, _), (192, 168, _): return .privateUse
        case (100, 64...127, _): return .carrierGradeNAT
        case (127, _, _): return .loopback
        case (169, 254, _): return .linkLocal
        // Protocol assignments, three networks for documentation, 6to4 relays, benchmarks.
        case (192, 0, 0), (192, 0, 2), (198, 51, 100), (203, 0, 113), (192, 88, 99), (198, 18...19, _): return .reserved
        case (224...239, _, _): return .multicast
        case (240..., _, _): return .reserved
        default: return .publicInternet
        }
    }

    private static func classify(_ high: UInt64, _ low: UInt64) -> AddressClass {
        if high == 0 {
            switch low {
            case 0: return .unspecified
            case 1: return .loopback
            // ::ffff:0:0/96 is mapped, ::/96 compatible.
            default: return low >> 32 == 0xFFFF || low >> 32 == 0 ? .embedded : .reserved
            }
        }
        // NAT64 (RFC 6052) is how an IPv6-only network reaches all of the IPv4 Internet: what it leads to counts.
        if high == 0x0064_FF9B_0000_0000, low >> 32 == 0 { return classify(UInt32(truncatingIfNeeded: low)) }
        switch high >> 48 {
        case 0xFE80...0xFEBF: return .linkLocal
        // Site-local (RFC 3879) and unique local (RFC 4193).
        case 0xFEC0...0xFEFF, 0xFC00...0xFDFF: return .privateUse
        case 0xFF00...0xFFFF: return .multicast
        case 0x2002: return .embedded
        case 0x2001:
            if high >> 32 == 0x2001_0000 { return .embedded }
            // 2001::/23 protocol assignments, 2001:db8::/32 documentation.
            return high >> 41 == 0x2001_0000 >> 9 || high >> 32 == 0x2001_0DB8 ? .reserved : .publicInternet
        // 3fff::/20 documentation.
        case 0x3FFF: return high >> 44 == 0x3FFF0 ? .reserved : .publicInternet
        // The one block that is given out for global use.
        case 0x2000...0x3FFE: return .publicInternet
        default: return .reserved
        }
    }
}
