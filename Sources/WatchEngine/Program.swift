/// What the program calls itself.
public enum Program {
    /// Semantic version.
    public static let version = "0.1.0"
    /// Where it lives.
    public static let home = "https://github.com/talentwatch/talentwatch"
    /// The Accept header that sites see unless the configuration gives another: feeds before pages, and at the end anything,
    /// since some sites answer 406 where their type is not named (RFC 9110, 12.5.1).
    public static let accept =
        "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
        + "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
    /// The User-Agent that sites see unless the configuration gives another.
    public static let userAgent = "talentwatch/\(version) (+\(home))"
}
