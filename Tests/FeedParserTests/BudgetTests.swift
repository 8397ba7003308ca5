import Synchronization
import Testing

@testable import FeedParser

/// Reading ends with its budget, and when nobody waits for it any more.
@Suite struct BudgetTests {
    /// Each way through the parser: well-formed, mended, JSON, HTML in a text, and another encoding.
    private static let documents: [(name: String, document: String)] = [
        ("well-formed", "<rss><channel>\(repeated("<item><title>x</title></item>", 2 << 20))</channel></rss>"),
        ("mended", "<rss><channel>&\(repeated("<item><title>x</item>", 1 << 20))</channel></rss>"),
        (
            "one text",
            "<rss><channel><item><description>\(repeated("&lt;b>x ", 1 << 20))</description></item></channel></rss>"
        ),
        ("comments", "<rss><channel>\(repeated("<!--x-->", 2 << 20))</channel></rss>"),
        ("beginnings of tags", "<rss><channel><title>x</title>\(repeated("</a", 1 << 20))"),
        ("JSON", "{\"version\":\"jsonfeed.org\",\"items\":[\(repeated("{\"id\":\"1\"},", 1 << 20)){}]}"),
        ("before the root", repeated("<?", 1 << 18) + repeated(" ", 1 << 20) + "<rss/>"),
    ]

    @Test func aDocumentBeyondTheBudgetIsRefused() {
        var options = ParseOptions()
        options.budget.steps = 1_000
        options.budget.stepsPerByte = 0
        #expect(Work(of: rss("<title>short</title>"), options: options).error == nil)
        let work = Work(of: Self.documents[0].document, options: options)
        #expect(work.error?.code == .tooMuchWork)
        #expect(
            work.error?.message
                == "takes more than 1000 steps to read, too many for a document of its size")
    }

    @Test func moreTextThanTheBudgetIsRefused() {
        var options = ParseOptions()
        options.budget.bytes = 10_000
        options.budget.bytesPerByte = 0
        let work = Work(
            of: "<!DOCTYPE rss [<!ENTITY a '\(repeated("x", 900))'>]><rss><channel><title>\(repeated("&a;", 90))",
            options: options)
        #expect(work.error?.code == .tooMuchWork)
        #expect(
            work.error?.message
                == "makes more than 10000 bytes of text, too many for a document of its size")
    }

    @Test func theDefaultLeavesRoom() {
        for (name, document) in Self.documents {
            let work = Work(of: document)
            #expect(work.steps <= 32 * document.utf8.count, "\(name) takes \(work.steps) steps")
            #expect(work.error == nil || work.error?.code == .notMarkup, "\(name): \(work.error?.message ?? "")")
        }
    }

    @Test func budgetsOfAnySizeCanBeAdded() {
        var budget = ParseBudget()
        budget.stepsPerByte = .max
        #expect(budget.total(for: .max).steps == .max)
        #expect(budget.total(for: 1 << 20).bytes == budget.bytes + budget.bytesPerByte << 20)
    }

    @Test(arguments: documents.indices)
    func aCancelledReadingEndsAtTheNextQuestion(index: Int) {
        let document = Self.documents[index]
        for questions in [1, 2, 5] {
            let asked = Mutex(0)
            let options = ParseOptions(isCancelled: {
                asked.withLock {
                    $0 += 1
                    return $0 >= questions
                }
            })
            let work = Work(of: document.document, options: options)
            #expect(work.error?.code == .cancelled, "\(document.name), asked \(asked.withLock { $0 }) times")
            #expect(asked.withLock { $0 } == questions, "\(document.name) asks again")
        }
    }

    /// Between two questions lies the work of a moment, not the rest of the document.
    @Test(arguments: documents.indices)
    func theQuestionIsAskedOften(index: Int) {
        let document = Self.documents[index]
        let asked = Mutex(0)
        let work = Work(
            of: document.document,
            options: ParseOptions(isCancelled: {
                asked.withLock { $0 += 1 }
                return false
            }))
        #expect(asked.withLock { $0 } >= 2 + work.steps >> 20, "\(document.name): \(work.steps) steps")
    }
}
