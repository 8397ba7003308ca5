import Testing

@testable import WatchEngine

/// Every property list is bounded in depth, size and number of values.
struct PropertyListLimitTests {
    @Test func depthIsBounded() {
        let limits = PropertyListReader.Limits(depth: 3)
        func faults(_ text: String) -> [String] { readPropertyList(Array(text.utf8), limits: limits).faults }
        #expect(faults("((({}") == ["f:1: has values more than 3 levels deep; flatten them"])
        #expect(faults("{a={b={c=d;};};}") == [])
        #expect(
            faults("<plist><array><array><array><array/></array></array></array></plist>")
                == ["f:1: has values more than 3 levels deep; flatten them"])
        let deep = String(repeating: "(", count: 1_000_000)
        #expect(readPropertyList(deep).faults == ["f:1: has values more than 64 levels deep; flatten them"])
        let deepXML = "<plist>" + String(repeating: "<array>", count: 1_000_000)
        #expect(readPropertyList(deepXML).faults == ["f:1: has values more than 64 levels deep; flatten them"])
    }

    @Test func sizeAndCountAreBounded() {
        let small = PropertyListReader.Limits(fileSize: 4)
        #expect(
            readPropertyList(Array("{    }".utf8), limits: small).faults
                == ["f: is larger than 4 B; split it and name the parts in Include"])
        let few = PropertyListReader.Limits(nodes: 3)
        let expected = ["f:1: has more than 3 values; split it and name the parts in Include"]
        #expect(readPropertyList(Array("(a,b,c)".utf8), limits: few).faults == expected)
        #expect(
            readPropertyList(Array("<plist><array><true/><true/><true/></array></plist>".utf8), limits: few).faults
                == expected)
    }
}
