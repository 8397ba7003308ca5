/// What had to be mended to read a document's bytes as text.
public struct EncodingRepair: Sendable, Equatable, CustomStringConvertible {
    /// The encoding most of it is in.
    public var encoding: String
    /// The encoding some parts are in instead, each of which was read as what it is; nil where there are none.
    public var other: String?
    /// Characters that could not be read: each is now U+FFFD, and the words around them are lost.
    public var replaced = 0
    /// Bytes that begin a character beyond ASCII, about as many as such characters.
    var read = 0

    init(encoding: String) { self.encoding = encoding }

    /// Whether so much could not be read that keywords are missed: a character or two are what is left of a text that a
    /// site cut by bytes, dozens or one in ten are a feed that garbles its own text.
    public var isFault: Bool { replaced >= 40 || replaced >= 5 && replaced * 10 >= read }

    /// What was found and done, in one line.
    public var description: String {
        let parts = other.map { "partly in \($0), partly in \(encoding): each part read as what it is" }
        let lost = "\(replaced) unreadable \(replaced == 1 ? "character" : "characters") in \(encoding) replaced"
        return replaced == 0 ? parts ?? encoding : [parts, lost].compactMap(\.self).joined(separator: "; ")
    }
}
