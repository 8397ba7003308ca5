/// How much work reading one document may take, by its size. Whatever a document holds, reading it ends within this.
///
/// The parser takes a few steps for each byte, whatever the document. The defaults leave room for many times that, so
/// that none is refused for being odd, and a scan that does not keep to its length ends in an error instead of holding a
/// core.
public struct ParseBudget: Sendable, Equatable {
    /// Steps for a document of any size. A step is a byte looked at, or an event of the reading.
    public var steps = 16 << 20
    /// Further steps for each byte of the document.
    public var stepsPerByte = 64
    /// Bytes of text that may be made of a document of any size: decoded, repaired, expanded, resolved, shown.
    public var bytes = 32 << 20
    /// Further bytes for each byte of the document.
    public var bytesPerByte = 16

    /// The default budget.
    public init() {}

    /// The whole of both for a document of `size` bytes.
    func total(for size: Int) -> (steps: Int, bytes: Int) {
        (
            Self.total(steps, stepsPerByte, size: size),
            Self.total(bytes, bytesPerByte, size: size)
        )
    }

    private static func total(_ fixed: Int, _ perByte: Int, size: Int) -> Int {
        let (product, isTooGreat) = perByte.multipliedReportingOverflow(by: size)
        let (sum, isGreater) = product.addingReportingOverflow(fixed)
        return isTooGreat || isGreater ? .max : sum
    }
}
