/// The names of HTML's elements, of those it once had, and of the SVG and MathML that stand in it.
enum MarkupNames {
    /// Whether `name` is an element's, in any case; names with a prefix or a hyphen are taken for some vocabulary's.
    static func isKnown(_ name: Bytes) -> Bool {
        names.find(name) != nil || name.index(of: 0x3A) != nil || name.index(of: 0x2D) != nil
    }

    private static let names = WordTable<Bool>(
        ([
            "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont",
            "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button", "canvas", "caption",
            "center", "cite", "code", "col", "colgroup", "command", "content", "data", "datalist", "dd", "del",
            "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "event", "fieldset", "figcaption",
            "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
            "header", "hgroup", "hr", "html", "i", "iframe", "image", "img", "input", "ins", "isindex", "kbd",
            "keygen", "label", "legend", "li", "link", "listing", "main", "map", "mark", "marquee", "math", "menu",
            "menuitem", "meta", "meter", "multicol", "nav", "nobr", "noembed", "noframes", "noscript", "object", "ol",
            "optgroup", "option", "output", "p", "param", "picture", "plaintext", "portal", "pre", "progress", "q",
            "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script", "search", "section", "select", "shadow", "slot",
            "small", "source", "spacer", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table",
            "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u",
            "ul", "var", "video", "wbr", "xmp", "circle", "defs", "desc", "ellipse", "g", "line", "path", "polygon",
            "polyline", "rect", "text", "tspan", "use", "mfrac", "mi", "mn", "mo", "mover", "mrow", "msqrt", "msub",
            "msup", "mtable", "mtd", "mtext", "mtr", "munder",
        ] as [StaticString]).map { ($0, true) })
}
