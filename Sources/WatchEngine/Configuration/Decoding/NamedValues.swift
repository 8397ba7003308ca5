/// Values that are names of something the world agreed on: languages and encodings.
extension ConfigurationField {
    /// The two-letter codes of ISO 639-1.
    private static let languageCodes = Set(
        """
        aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el \
        en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu \
        ja jv ka kg ki kj kk kl km kn ko ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na \
        nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so \
        sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
        """.split(separator: " ").map(String.init))

    /// What people write who think of the country.
    private static let countriesMistaken = ["kr": "ko", "jp": "ja", "cn": "zh", "us": "en", "gb": "en", "dk": "da"]

    /// The words people write for the languages this program is read in.
    private static let languageNames = [
        "korean": "ko", "kor": "ko", "한국어": "ko", "english": "en", "eng": "en", "영어": "en", "japanese": "ja",
        "chinese": "zh",
    ]

    /// A BCP 47 language tag in lower case, such as `ko` or `zh-hant`.
    func language() -> String? {
        guard let text = line() else { return nil }
        let tag = text.lowercased()
        let mend = "write a language code such as ko or en"
        if let meant = Self.countriesMistaken[tag] ?? Self.languageNames[tag] {
            report("is not a language code", "did you mean \(meant)?")
            return nil
        }
        let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
        let isWellFormed = parts.allSatisfy {
            (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) }
        }
        guard isWellFormed, let primary = parts.first, primary.utf8.allSatisfy(ASCII.isLetter),
            primary.utf8.count == 3 || Self.languageCodes.contains(String(primary))
        else {
            report("is not a language code", mend)
            return nil
        }
        return tag
    }

    /// The encodings that feeds are met in, by the names people give them; the parser knows all of these.
    private static let encodings = """
        UTF-8 UTF-16 UTF-16LE UTF-16BE US-ASCII ASCII EUC-KR EUCKR CP949 UHC MS949 WINDOWS-949 KS_C_5601-1987 KSC5601 \
        EUC-JP SHIFT_JIS SJIS CP932 WINDOWS-31J ISO-2022-JP GB2312 GBK CP936 GB18030 BIG5 BIG5-HKSCS CP950 KOI8-R KOI8-U \
        ISO-8859-1 LATIN1 ISO-8859-2 ISO-8859-3 ISO-8859-4 ISO-8859-5 ISO-8859-6 ISO-8859-7 ISO-8859-8 ISO-8859-9 \
        ISO-8859-10 ISO-8859-13 ISO-8859-14 ISO-8859-15 ISO-8859-16 WINDOWS-874 WINDOWS-1250 WINDOWS-1251 WINDOWS-1252 \
        WINDOWS-1253 WINDOWS-1254 WINDOWS-1255 WINDOWS-1256 WINDOWS-1257 WINDOWS-1258
        """.split(separator: " ").map(String.init)

    /// The name of an encoding, as it is spelt in `encodings`.
    func encoding() -> String? {
        guard let text = line() else { return nil }
        let name = text.uppercased()
        if let encoding = Self.encodings.first(where: { $0 == name }) { return encoding }
        report(
            "is not an encoding that is known",
            Self.mend("write UTF-8, EUC-KR, CP949 or another", text, among: Self.encodings))
        return nil
    }
}
