/// `link` without the query and fragment parameters that only tell where a reader came from.
func withoutTrackingParameters(_ link: String) -> String {
    link.withBytes { bytes in
        let fragment = bytes.index(of: 0x23) ?? bytes.count
        let query = min(bytes.index(of: 0x3F) ?? fragment, fragment)
        guard query < bytes.count else { return link }
        var result = ByteBuffer(capacity: bytes.count)
        result.append(bytes.part(0, query))
        appendParameters(bytes.part(query, fragment), to: &result)
        if isTracking(bytes.part(fragment + 1, bytes.count)) { return result.bytes.string }
        result.append(bytes.part(fragment, bytes.count))
        return result.bytes.string
    }
}

/// Appends the parameters kept of `query`, which begins with its question mark.
private func appendParameters(_ query: Bytes, to output: inout ByteBuffer) {
    guard query.count > 1 else {
        output.append(query)
        return
    }
    var separator: UInt8 = 0x3F
    var position = 1
    while position <= query.count {
        let end = query.index(of: 0x26, from: position) ?? query.count
        var parameter = query.part(position, end)
        // `&amp;` escaped once too often.
        if parameter.has("amp;") { parameter = parameter.part(4, parameter.count) }
        if !isTracking(parameter), !(parameter.isEmpty && query.count > 1) {
            output.append(separator)
            output.append(parameter)
            separator = 0x26
        }
        position = end + 1
    }
}

private func isTracking(_ parameter: Bytes) -> Bool {
    if parameter.hasIgnoringCase("utm_") || parameter.hasIgnoringCase("at_medium") { return true }
    let name = parameter.part(0, parameter.index(of: 0x3D) ?? parameter.count)
    for known: StaticString in [
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid",
        "igsh", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "hsctatracking", "vero_id", "oly_enc_id",
        "oly_anon_id", "rb_clickid", "s_cid", "ncid", "cmpid", "xtor", "at_campaign", "at_custom1", "ocid", "_openstat",
        "wt_mc", "wt.mc_id", "ga_source", "ga_medium", "ga_campaign", "ref_src", "n_cid", "guccounter",
        "__twitter_impression",
    ] where name.equalsIgnoringCase(known) { return true }
    return false
}
