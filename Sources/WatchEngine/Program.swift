/// What the program calls itself.
public enum Program {
    /// Semantic version.
    public static let version = "0.1.0"
    /// Where it lives.
    public static let home = "https://github.com/talentwatch/talentwatch"
    /// The User-Agent that sites see unless the configuration gives another.
    public static let userAgent = "talentwatch/\(version) (+\(home))"
}
