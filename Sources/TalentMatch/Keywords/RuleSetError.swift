/// Why a set of rules cannot be used: every fault of every rule.
public struct RuleSetError: Error, Equatable, CustomStringConvertible {
    /// What is wrong with a rule.
    public enum Problem: Sendable, Equatable {
        /// The rule has no terms in `any` and `all`, and asks for no move: it would match everything.
        case empty
        /// Nothing of this spelling is left to look for once invisible characters, separators and `*` are gone.
        case emptyTerm(String)
        /// A term has no spellings.
        case termWithoutSpellings
        /// `near` needs two terms in `all` and a distance of at least 0.
        case near
        /// `minimum` is below 1, or there are not so many terms in `any`.
        case minimum(Int, terms: Int)
        /// Another rule has the same name.
        case duplicateName
        /// No field to look at.
        case noFields
        /// The terms of all rules together have more different characters than can be told apart (65,000).
        case tooManyCharacters
    }

    /// A rule's fault.
    public struct Fault: Sendable, Equatable {
        /// The rule's name.
        public var rule: String
        /// What is wrong.
        public var problem: Problem

        /// Makes a fault.
        public init(rule: String, problem: Problem) {
            self.rule = rule
            self.problem = problem
        }
    }

    /// All faults, in the order of the rules.
    public var faults: [Fault]

    /// Makes an error of faults.
    public init(faults: [Fault]) {
        self.faults = faults
    }

    /// One line a fault.
    public var description: String {
        faults.map { "rule \"\($0.rule)\": \($0.problem.text)" }.joined(separator: "\n")
    }
}

extension RuleSetError.Problem {
    /// What is wrong, in words, without the rule's name.
    public var text: String {
        switch self {
        case .empty: "has no terms in Any or All and asks for no move, so it would match every item"
        case .emptyTerm(let spelling): "the term \"\(spelling)\" has no character that can be looked for"
        case .termWithoutSpellings: "has a term without spellings"
        case .near: "Near needs at least two terms in All, and a number of words that is not negative"
        case .minimum(let minimum, let terms): "Minimum is \(minimum), but Any has \(terms) terms"
        case .duplicateName: "is the name of another rule as well"
        case .noFields: "looks at no field"
        case .tooManyCharacters: "the rules together use more than 65,000 different characters"
        }
    }
}
