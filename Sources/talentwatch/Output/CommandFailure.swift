import FeedParser
import HTTPFetch
import WatchEngine

/// Why a command ends without its result. `message` is for the user and goes to stderr after the program's name; empty
/// when all has been said already, or when `report` says it.
struct CommandFailure: Error {
    /// The exit codes of sysexits.h that the program uses.
    enum Code: Int32 {
        case badData = 65
        case unavailable = 69
        case internalError = 70
        case inputOutput = 74
        case configuration = 78
    }

    var code: Code
    var message: String
    /// Lines that go to stderr as they are, before the message.
    var report = ""

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Tells the user on stderr.
    func write() {
        if !report.isEmpty { Diagnostics.write(report) }
        if !message.isEmpty { Diagnostics.write("talentwatch: \(message)") }
    }

    /// A configuration with faults, all of which are told.
    init(_ faults: ConfigurationReport) {
        self.init(.configuration, "")
        report = faults.description
    }

    /// The failure that a store's error means for a command.
    init(_ error: StoreError) {
        let code: Code =
            switch error {
            case .inUse, .missing: .unavailable
            case .cannotOpen, .cannotWrite, .cannotCreate, .noAccess, .tooNew: .inputOutput
            }
        self.init(code, error.description)
    }

    /// What any error that is not about the arguments means for a command.
    init(describing error: any Error) {
        switch error {
        case let failure as CommandFailure:
            self = failure
        case let refusal as FeedParseError:
            self.init(.badData, PrintableText.line(refusal.message))
        case let faults as ConfigurationReport:
            self.init(faults)
        case let failure as FeedListFiles.Failure:
            self.init(failure)
        case let error as StoreError:
            self.init(error)
        case let error as FetchError:
            self.init(error)
        default:
            if let failure = StoreFailure(error) {
                self.init(failure.isBusy ? .unavailable : .inputOutput, failure.description)
            } else {
                self.init(.internalError, PrintableText.line("\(error)"))
            }
        }
    }

    /// The failure that a file means which was not edited.
    init(_ failure: FeedListFiles.Failure) {
        switch failure {
        case .faults(let report): self.init(report)
        case .refused(let reason): self.init(.badData, reason)
        case .inputOutput(let reason): self.init(.inputOutput, reason)
        }
    }

    /// The failure that a fetch's error means for a command.
    init(_ error: FetchError) {
        let code: Code =
            switch error.code {
            case .badURL, .badHeader: .badData
            case .system, .cancelled, .queueFull, .shutDown: .internalError
            case .tlsAuthorityFile: .inputOutput
            default: .unavailable
            }
        self.init(code, error.description)
    }
}

extension CommandFailure: CustomStringConvertible {
    var description: String { message }
}
