import Testing

@testable import HTTPFetch

struct AddressClassTests {
    @Test(arguments: [
        ("8.8.8.8", AddressClass.publicInternet), ("1.1.1.1", .publicInternet), ("223.255.255.255", .publicInternet),
        ("0.0.0.0", .unspecified), ("0.1.2.3", .unspecified),
        ("127.0.0.1", .loopback), ("127.255.255.255", .loopback), ("126.255.255.255", .publicInternet),
        ("128.0.0.0", .publicInternet),
        ("9.255.255.255", .publicInternet), ("10.0.0.0", .privateUse), ("10.255.255.255", .privateUse),
        ("11.0.0.0", .publicInternet),
        ("172.15.255.255", .publicInternet), ("172.16.0.1", .privateUse), ("172.31.255.255", .privateUse),
        ("172.32.0.0", .publicInternet),
        ("192.167.255.255", .publicInternet), ("192.168.1.1", .privateUse), ("192.169.0.0", .publicInternet),
        ("100.63.255.255", .publicInternet), ("100.64.0.0", .carrierGradeNAT), ("100.127.255.255", .carrierGradeNAT),
        ("100.128.0.0", .publicInternet),
        ("169.254.169.254", .linkLocal), ("169.253.0.0", .publicInternet), ("169.255.0.0", .publicInternet),
        ("192.0.0.8", .reserved), ("192.0.1.0", .publicInternet), ("192.0.2.1", .reserved), ("192.88.99.1", .reserved),
        ("198.17.255.255", .publicInternet), ("198.18.0.0", .reserved), ("198.19.255.255", .reserved),
        ("198.20.0.0", .publicInternet), ("198.51.100.7", .reserved), ("203.0.113.7", .reserved),
        ("224.0.0.1", .multicast), ("239.255.255.255", .multicast), ("240.0.0.1", .reserved),
        ("255.255.255.255", .reserved),
    ])
    func v4(_ text: String, _ expected: AddressClass) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressClass(address) == expected)
    }

    @Test(arguments: [
        ("2606:4700:4700::1111", AddressClass.publicInternet), ("2a00:1450::1", .publicInternet),
        ("2001:4860:4860::8888", .publicInternet), ("2001:200::1", .publicInternet),
        ("::", .unspecified), ("::1", .loopback), ("::2", .embedded), ("::7f00:1", .embedded),
        ("::ffff:127.0.0.1", .embedded), ("::ffff:8.8.8.8", .embedded), ("::fffe:1:2", .reserved),
        ("0:0:1::1", .reserved),
        ("64:ff9b::8.8.8.8", .publicInternet), ("64:ff9b::10.0.0.1", .privateUse), ("64:ff9b::127.0.0.1", .loopback),
        ("64:ff9b::a9fe:a9fe", .linkLocal), ("64:ff9b:1::8.8.8.8", .reserved), ("64:ff9b::1:0:0", .reserved),
        ("2002:7f00:1::", .embedded), ("2002:808:808::1", .embedded), ("2001::1", .embedded), ("2001:0:1::", .embedded),
        ("2001:2::1", .reserved), ("2001:10::1", .reserved), ("2001:20::1", .reserved), ("2001:1ff:ffff::", .reserved),
        ("2001:db8::1", .reserved), ("2001:db9::1", .publicInternet), ("3fff:1::", .reserved),
        ("3fff:fff::1", .reserved), ("3fff:1000::", .publicInternet), ("3ffe::1", .publicInternet),
        ("4000::1", .reserved),
        ("5f00::1", .reserved), ("100::1", .reserved),
        ("fc00::1", .privateUse), ("fdff::1", .privateUse), ("fe80::1", .linkLocal), ("febf::1", .linkLocal),
        ("fe80::1%eth0", .linkLocal), ("fec0::1", .privateUse), ("fe00::1", .reserved), ("ff02::1", .multicast),
        ("ffff::1", .multicast), ("e000::1", .reserved),
    ])
    func v6(_ text: String, _ expected: AddressClass) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressClass(address) == expected)
    }

    @Test(arguments: ["127.1", "2130706433", "0x7f000001", "0177.0.0.1"])
    func oldFormsAreRead(_ text: String) {
        #expect(IPAddress(text) == .v4(0x7F00_0001))
    }

    @Test(arguments: ["", "example.org", "1.2.3.4.5", "1.2.3.256", ":::", "12345::"])
    func namesAreNot(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.1.2.3", "10.0.0.0", 8, true), ("11.1.2.3", "10.0.0.0", 8, false), ("10.0.0.1", "10.0.0.1", 32, true),
        ("10.0.0.2", "10.0.0.1", 32, false), ("1.1.1.1", "9.9.9.9", 0, true), ("fd00::1", "fc00::", 7, true),
        ("fe00::1", "fc00::", 7, false), ("fd00::1:1", "fd00::1:0", 112, true), ("fd00::2:1", "fd00::1:0", 112, false),
        ("fd00::1", "fd00::1", 128, true), ("10.0.0.1", "::", 0, false),
    ])
    func networks(_ address: String, _ network: String, _ bits: Int, _ isIn: Bool) throws {
        let network = try #require(IPAddress(network))
        #expect(try #require(IPAddress(address)).isIn(network, bits: bits) == isIn)
    }
}
