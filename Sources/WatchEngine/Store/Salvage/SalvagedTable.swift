import Foundation
import GRDB

/// The tables whose rows are taken over from a damaged store, and how a row that lies there is known to be one of theirs:
/// what says where a table begins may be what is damaged.
enum SalvagedTable: String, CaseIterable {
    case feed
    case contents = "feed_contents"
    case item
    case seen
    case alert
    case person = "person_spelling"
    case log = "alert_log"
    case sequence = "sqlite_sequence"
    /// The index of feeds by URL: has their numbers where their own rows are lost.
    case feedURL

    /// The table that a row is of, by its shape; nil for rows of others. Rows may have columns that later schemas added.
    init?(_ record: StoredRecord) {
        let values = record.values
        if record.rowID != nil {
            guard let table = Self.ofRows(values) else { return nil }
            self = table
        } else {
            guard let table = Self.ofKeys(values) else { return nil }
            self = table
        }
    }

    private static func ofRows(_ values: [DatabaseValue]) -> SalvagedTable? {
        if values.count == 2 {
            if values[0].isNull, case .blob(let data) = values[1].storage {
                return data.count % 16 == 0 ? .contents : nil
            }
            return values[0].text == "alert" && values[1].integer != nil ? .sequence : nil
        }
        if values.count >= 6, values.count < 10 {
            guard let path = values[0].text, path.hasPrefix("/") else { return nil }
            return values[1].text.flatMap(AlertLogConfiguration.Format.init) == nil ? nil : .log
        }
        guard values.count >= 13, values[0].isNull else { return nil }
        if values[1].integer != nil { return .item }
        guard let text = values[1].text else { return nil }
        if AlertType(rawValue: text) != nil { return .alert }
        return values.count >= 20 && isURL(text) ? .feed : nil
    }

    private static func ofKeys(_ values: [DatabaseValue]) -> SalvagedTable? {
        if values.count == 2, let text = values[0].text, values[1].integer != nil {
            if isURL(text) { return .feedURL }
            return text.hasPrefix("/") || Schema.migrator.migrations.contains(text) ? nil : .person
        }
        let isSeen = (3...4).contains(values.count) && values.prefix(3).allSatisfy { $0.integer != nil }
        return isSeen && (values.count == 3 || values[3].isNull || values[3].integer != nil) ? .seen : nil
    }

    private static func isURL(_ text: String) -> Bool {
        ["http://", "https://", "file://"].contains { text.hasPrefix($0) }
    }
}

extension DatabaseValue {
    var integer: Int64? { if case .int64(let number) = storage { number } else { nil } }
    var text: String? { if case .string(let text) = storage { text } else { nil } }
}

/// What a table's columns hold, so that nothing is taken over that the program could not read later.
struct SalvagedColumns {
    private let columns: [ColumnInfo]

    init(_ table: SalvagedTable, in database: Database) throws {
        columns = try database.columns(in: table.rawValue)
    }

    /// The names of the first `count` columns.
    func names(_ count: Int) -> [String] { columns.prefix(count).map(\.name) }

    /// Whether the values, from the first column on, are such as the program writes.
    func hold(_ values: [DatabaseValue]) -> Bool {
        values.count <= columns.count && zip(columns, values).allSatisfy(Self.holds)
            && columns.dropFirst(values.count).allSatisfy { !$0.isNotNull || $0.defaultValueSQL != nil }
    }

    private static func holds(_ column: ColumnInfo, _ value: DatabaseValue) -> Bool {
        switch value.storage {
        case .null: !column.isNotNull
        case .int64: column.type == "INTEGER"
        case .string(let text): column.type == "TEXT" && isReadable(text, as: column.name)
        case .blob: column.type == "BLOB"
        case .double: column.type == "REAL"
        }
    }

    /// Columns with lists in JSON.
    private static func isReadable(_ text: String, as column: String) -> Bool {
        switch column {
        case "rules", "categories", "matched_rules": isJSON(text, [String].self)
        case "matches": isJSON(text, [AlertMatch].self)
        case "moves": isJSON(text, [AlertMove].self)
        default: true
        }
    }

    private static func isJSON<Value: Decodable>(_ text: String, _ type: Value.Type) -> Bool {
        (try? JSONDecoder().decode(type, from: Data(text.utf8))) != nil
    }
}
