import Testing

@testable import HTTPFetch

struct HTTPHeadersTests {
    private let headers = HTTPHeaders(
        block: Array(
            "Server: x\r\nETag:\t \"1\" \r\nLink: <a>\nlink : <b>\r\n folded: no\r\n: none\r\nEmpty:\r\nnothing".utf8))

    @Test(arguments: [
        ("server", "x"), ("SERVER", "x"), ("etag", "\"1\""), ("Link", "<a>"), ("Empty", ""), ("ser", nil), ("", nil),
        ("nothing", nil), ("folded", nil), ("Server:", nil),
    ])
    func lookup(_ name: String, _ expected: String?) {
        #expect(headers[name] == expected)
    }

    @Test func allOfAName() {
        #expect(headers.values(of: "LINK") == ["<a>", "<b>"])
        #expect(headers.values(of: "absent").isEmpty)
    }

    @Test func allFields() {
        #expect(
            headers.fields == [
                HTTPField(name: "Server", value: "x"), HTTPField(name: "ETag", value: "\"1\""),
                HTTPField(name: "Link", value: "<a>"), HTTPField(name: "link", value: "<b>"),
                HTTPField(name: "Empty", value: ""),
            ])
    }

    @Test func madeOfFields() {
        let fields = [HTTPField(name: "A", value: "1: 2"), HTTPField(name: "a", value: "3")]
        #expect(HTTPHeaders(fields).fields == fields)
        #expect(HTTPHeaders(fields + [HTTPField(name: "B", value: "1\r\nC: 2")]).fields == fields)
        #expect(HTTPHeaders().fields.isEmpty)
    }

    @Test func bytesThatAreNotTextAreMended() {
        #expect(HTTPHeaders(block: [0x41, 0x3A, 0xFF, 0x62, 0x0A])["a"] == "\u{FFFD}b")
    }
}
