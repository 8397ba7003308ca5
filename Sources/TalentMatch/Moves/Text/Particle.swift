/// The case a Korean particle (조사) gives its noun, as far as move frames tell them apart.
enum Particle: Int32, Sendable {
    case none
    /// 은, 는, 도, 만, 에선…: the topic.
    case topic
    /// 이, 가, 께서: the subject.
    case subject
    /// 을, 를: the object.
    case object
    /// 에, 엔: place, post or goal.
    case at
    /// 에서, 서, 로부터, 에게서, 출신: source or place.
    case from
    /// 로, 으로, 행: goal or post.
    case toward
    /// 에게, 께, 한테: receiver.
    case receiver
    /// 의.
    case genitive
    /// 와, 과, 랑: and, with.
    case with
    /// 인, 이자, 이던: being.
    case being
    /// 라고, 이라고, 까지, 보다 and others that say nothing about a move.
    case other
    /// 행: bound for.
    case bound

    private static let spellings: [(Particle, [String])] = [
        (.topic, ["은", "는", "도", "만", "이는", "측은", "측이", "선", "들은", "들도"]),
        (.subject, ["이", "가", "께서", "들이", "마저", "조차"]),
        (.object, ["을", "를", "들을", "까지"]),
        (.at, ["에", "엔", "에는", "에도", "에만"]),
        (.from, ["에서", "서", "로부터", "으로부터", "에게서", "에서는", "에선", "에서도", "한테서"]),
        (.toward, ["로", "으로", "로는", "으로는", "로서", "으로서", "론", "로도", "으로도", "로까지"]),
        (.receiver, ["에게", "에게는", "한테", "께", "들에게", "에게도"]),
        (.genitive, ["의", "들의"]),
        (.with, ["와", "과", "랑", "이랑", "와의", "과의", "들과"]),
        (.being, ["인", "이자", "이던", "이었던", "였던", "인데", "이며", "이고", "이다", "다", "였다", "이었다"]),
        (
            .other,
            [
                "라고", "이라고", "라는", "이라는", "보다", "처럼", "부터", "이나", "나", "등", "들", "뿐", "만의", "측", "용", "로의", "으로의", "급",
                "계",
            ]
        ),
        (.bound, ["행", "행을", "행이"]),
    ]

    /// The particles, reversed, for walking a word from its end.
    static let trie = TermTrie(
        spellings.flatMap { entry in
            entry.1.map { (scalars: Scalars.fold($0).reversed(), term: entry.0.rawValue) }
        })

    /// Whether `particle` spelled as the scalars of `range` can follow a syllable with this final consonant.
    ///
    /// 은 이 을 과 으로 follow a consonant; 는 가 를 와 로 follow a vowel (로 also ㄹ).
    static func fits(_ first: UInt32, finalConsonant final: UInt32) -> Bool {
        switch first {
        case 0xC740, 0xC774, 0xC744, 0xACFC: final != 0  // 은 이 을 과
        case 0xC73C: final != 0 && final != 8  // 으로
        case 0xB294, 0xAC00, 0xB97C, 0xC640: final == 0  // 는 가 를 와
        case 0xB85C, 0xB860: final == 0 || final == 8  // 로 론
        default: true
        }
    }
}
