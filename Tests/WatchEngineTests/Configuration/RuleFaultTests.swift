import TalentMatch
import Testing
import WatchEngine

/// What the loader says of wrong term lists and rules, word for word, and what it makes of good ones.
struct RuleFaultTests {
    static let terms: [(String, [String])] = [
        ("( a )", ["Terms: is a list, not a dictionary; write { NAME = ( \"TERM\", … ); }"]),
        ("{ labs = (); }", ["Terms.labs: is an empty list; write terms, or remove it"]),
        (
            "{ \"@labs\" = ( a ); }",
            [
                "Terms.@labs: is a list whose name is empty, begins with @ or has white space; give it a name of one word"
            ]
        ),
        (
            "{ \"ai labs\" = ( a ); }",
            [
                "Terms.ai labs: is a list whose name is empty, begins with @ or has white space; give it a name of one word"
            ]
        ),
        ("{ labs = ( \"\" ); }", ["Terms.labs[0] = \"\": is empty; write a text, or remove the key"]),
        ("{ labs = ( \"--\" ); }", ["Terms.labs[0] = \"--\": has no letter and no digit; write a word"]),
        ("{ labs = ( \"\\U3164\" ); }", ["Terms.labs[0] = \"ㅤ\": has no letter and no digit; write a word"]),
        ("{ labs = ( \"*\" ); }", ["Terms.labs[0] = \"*\": has no letter and no digit; write a word"]),
        (
            "{ labs = ( a, \"super*gence\" ); }",
            [
                "Terms.labs[1] = \"super*gence\": has a * in its middle; write * only at an end"
            ]
        ),
        ("{ labs = ( \"@\" ); }", ["Terms.labs[0] = \"@\": names no list; write @ and the name of a list in Terms"]),
        ("{ labs = ( () ); }", ["Terms.labs[0]: is an empty group of spellings; write spellings, or remove it"]),
        (
            "{ labs = ( ( a, ( b ) ) ); }",
            [
                "Terms.labs[0][1]: is a list within a group of spellings; write the spellings in one list"
            ]
        ),
        ("{ labs = ( <0f> ); }", ["Terms.labs[0]: is data, not a term; write a string; digits in quotes"]),
        ("{ labs = ( {} ); }", ["Terms.labs[0]: is a term without spellings; write Term = \"…\";"]),
        (
            "{ labs = ( { Term = a; Wrod = YES; } ); }",
            [
                "Terms.labs[0].Wrod: is not a key that is known here; did you mean Word?"
            ]
        ),
        (
            "{ labs = ( { Term = a; Word = always; } ); }",
            [
                "Terms.labs[0].Word = \"always\": is neither YES nor NO; write YES or NO"
            ]
        ),
        (
            "{ labs = ( { Spellings = ( a, \"!\" ); } ); }",
            [
                "Terms.labs[0].Spellings[1] = \"!\": has no letter and no digit; write a word"
            ]
        ),
        (
            "{ labs = ( \"@lab\" ); }",
            ["Terms.labs[0] = \"@lab\": names a list that is not in Terms; did you mean @labs?"]
        ),
        (
            "{ a = ( x ); b = ( \"@nowhere\" ); }",
            [
                "Terms.b[0] = \"@nowhere\": names a list that is not in Terms; write one of @a, @b"
            ]
        ),
        (
            "{ a = ( \"@a\" ); }",
            [
                "Terms.a[0] = \"@a\": makes lists that hold each other (@a → @a); remove one of the references"
            ]
        ),
        (
            "{ a = ( x, \"@b\" ); b = ( \"@c\" ); c = ( \"@a\" ); }",
            [
                "Terms.c[0] = \"@a\": makes lists that hold each other (@a → @b → @c → @a); remove one of the references"
            ]
        ),
        (
            "{ a = ( \"@b\" ); b = ( \"@c\" ); c = ( \"@b\" ); }",
            [
                "Terms.c[0] = \"@b\": makes lists that hold each other (@b → @c → @b); remove one of the references"
            ]
        ),
        (
            "{ a = ( { Term = \"영입\"; Word = YES; }, \"합류\" ); b = ( ( \"@a\" ) ); }",
            [
                "Terms.b[0]: makes one term of Hangul words with Word = YES and without; write Word = YES for all of them or for none"
            ]
        ),
    ]

    @Test(arguments: terms)
    func termFaults(text: String, expected: [String]) {
        #expect(faults("{ Terms = \(text); }") == expected.map { "main.plist:1: " + $0 })
    }

    static let rules: [(String, [String])] = [
        ("Any = ( a );", [".Name: is missing; write Name = \"…\";"]),
        ("Name = a;", [": is a rule without a condition; write Any, All, Moves, People or Organizations"]),
        (
            "Name = a; Any = (); None = ( b );",
            [
                ": is a rule without a condition; write Any, All, Moves, People or Organizations"
            ]
        ),
        ("Name = a; Moves = NO;", [": is a rule without a condition; write Any, All, Moves, People or Organizations"]),
        (
            "Name = a; Any = ( \"@none\" );",
            [
                ".Any[0] = \"@none\": names a list that is not in Terms; add the list to Terms"
            ]
        ),
        (
            "Name = a; Any = ( \"?\" ); All = ( \"!\" ); None = ( \"-\" );",
            [
                ".Any[0] = \"?\": has no letter and no digit; write a word",
                ".All[0] = \"!\": has no letter and no digit; write a word",
                ".None[0] = \"-\": has no letter and no digit; write a word",
            ]
        ),
        (
            "Name = a; Any = b; In = ( titel );",
            [
                ".In[0] = \"titel\": is not one of title, summary, content, author, categories; did you mean title?"
            ]
        ),
        (
            "Name = a; Any = b; In = ();",
            [
                ".In: names no field; write title, summary, content, author or categories, or remove the key"
            ]
        ),
        (
            "Name = a; Any = b; Languages = ( kr );",
            [".Languages[0] = \"kr\": is not a language code; did you mean ko?"]
        ),
        (
            "Name = a; Any = b; Feeds = ( \"AI타임즈\" );",
            [
                ".Feeds[0] = \"AI타임즈\": names a feed that is not in Feeds; did you mean AI타임스?"
            ]
        ),
        (
            "Name = a; Any = b; Feeds = other;",
            [
                ".Feeds = \"other\": names a feed that is not in Feeds; write the Name of a feed"
            ]
        ),
        (
            "Name = a; Any = b; Severity = hihg;",
            [
                ".Severity = \"hihg\": is not one of low, normal, high; did you mean high?"
            ]
        ),
        (
            "Name = a; Any = b; Severity = urgent;",
            [
                ".Severity = \"urgent\": is not one of low, normal, high; write low, normal or high"
            ]
        ),
        (
            "Name = a; Moves = hired;",
            [
                ".Moves = \"hired\": is not one of any, appointment, hire, join, departure, founding, promotion, offer, reorg; did you mean hire?"
            ]
        ),
        (
            "Name = a; Moves = ( join, leave );",
            [
                ".Moves[1] = \"leave\": is not one of any, appointment, hire, join, departure, founding, promotion, offer, reorg; write any, appointment, hire, join, departure, founding, promotion, offer or reorg"
            ]
        ),
        (
            "Name = a; People = b; Moves = NO;",
            [
                ".Moves = \"NO\": is NO in a rule with People or Organizations, which ask for a move; write any, or remove it"
            ]
        ),
        (
            "Name = a; Any = b; Near = 5;",
            [".Near = \"5\": needs two terms in All; write both terms into All, or remove it"]
        ),
        (
            "Name = a; All = ( b ); Near = 5;",
            [".Near = \"5\": needs two terms in All; write both terms into All, or remove it"]
        ),
        (
            "Name = a; All = ( b, c ); Near = 0;",
            [
                ".Near = \"0\": is not from 1 to 1000; write a whole number from 1 to 1000"
            ]
        ),
        (
            "Name = a; Any = ( b, c ); Minimum = 3;",
            [
                ".Minimum = \"3\": is more than the number of terms in Any (2); lower it, or add terms"
            ]
        ),
        (
            "Name = a; All = ( b, c ); Minimum = 1;",
            [
                ".Minimum = \"1\": counts terms of Any, which the rule does not have; write Any, or remove it"
            ]
        ),
        ("Name = a; Any = ( b, \"!\" ); Minimum = 2;", [".Any[1] = \"!\": has no letter and no digit; write a word"]),
        ("Name = a; Any = b; Enabled = 2;", [".Enabled = \"2\": is neither YES nor NO; write YES or NO"]),
        ("Name = a; Any = b; Nonne = c;", [".Nonne: is not a key that is known here; did you mean None?"]),
        (
            "Name = a; Any = b; Exclude = c;",
            [
                ".Exclude: is not a key that is known here; write Name, Any, All, None, In, Feeds, Languages, Near, Minimum, Severity, Moves, People, Organizations or Enabled"
            ]
        ),
    ]

    @Test(arguments: rules)
    func ruleFaults(text: String, expected: [String]) {
        let feeds = "Feeds = ( { Name = \"AI타임스\"; URL = \"https://a\"; } );"
        #expect(faults("{ \(feeds) Rules = ( { \(text) } ); }") == expected.map { "main.plist:1: Rules[0]" + $0 })
    }

    @Test func rulesAreCheckedAgainstEachOther() {
        let lines = faultLines([
            "main.plist": "{ Include = ( b.plist );\n Rules = ( { Name = \"초지능\"; Any = a; } ); Terms = { x = a; }; }",
            "b.plist": "{ Rules = (\n { Name = \" 초지능 \"; Any = a; },\n c ); Terms = {\n x = b; }; }",
        ])
        #expect(
            lines == [
                "b.plist:2: Rules[0].Name = \" 초지능 \": is the name of another rule (main.plist:2); give each rule a name of its own",
                "b.plist:3: Rules[1] = \"c\": is a string, not a dictionary; write { Name = …; }",
                "b.plist:4: Terms.x = \"b\": is a list that is there already (main.plist:2); give one of the two another name",
                "3 faults in 1 file",
            ])
    }

    @Test func disabledAndBrokenFeedsHaveNamesToo() {
        let text = """
            { Feeds = ( { Name = off; URL = "https://a"; Enabled = NO; }, { Name = bad; URL = "ftp://a"; } );
              Rules = ( { Name = a; Any = b; Feeds = ( off, bad ); } ); }
            """
        #expect(
            faults(text) == [
                "main.plist:1: Feeds[1].URL = \"ftp://a\": is not an http or https URL; write https://… or http://…"
            ])
    }
}
