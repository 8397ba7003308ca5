// libxml2's SAX2 parser and the C library's iconv, behind typed wrappers.
#ifndef TALENTWATCH_CXML2_SHIM_H
#define TALENTWATCH_CXML2_SHIM_H

// Debian builds libxml2 with ICU, whose headers clash with Foundation's. Only the encoding handler's struct depends on
// this, and nothing here touches it.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <errno.h>
#include <iconv.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdint.h>
#include <string.h>

typedef struct tw_xml_events {
    startElementNsSAX2Func start;
    endElementNsSAX2Func end;
    charactersSAXFunc text;
    processingInstructionSAXFunc instruction;
    xmlStructuredErrorFunc error;
    // Asked before each piece, of so many bytes, whether to go on; 0 stops.
    int (*proceed)(void *user, size_t size);
} tw_xml_events;

static inline void tw_xml_initialize(void) { xmlInitParser(); }

static inline xmlEntityPtr tw_xml_no_entity(void *user, const xmlChar *name)
{
    (void)user;
    (void)name;
    return NULL;
}

static inline xmlParserInputPtr tw_xml_no_input(void *user, const xmlChar *public_id, const xmlChar *system_id)
{
    (void)user;
    (void)public_id;
    (void)system_id;
    return NULL;
}

// A context that is fed UTF-8 bytes: no document tree, no network, no entity but XML's five. NULL when memory is short.
static inline xmlParserCtxtPtr tw_xml_open(const tw_xml_events *events, void *user, int recover)
{
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = events->start;
    sax.endElementNs = events->end;
    sax.characters = events->text;
    sax.ignorableWhitespace = events->text;
    sax.cdataBlock = events->text;
    sax.processingInstruction = events->instruction;
    sax.serror = events->error;
    sax.getEntity = tw_xml_no_entity;
    sax.getParameterEntity = tw_xml_no_entity;
    sax.resolveEntity = tw_xml_no_input;
    xmlParserCtxtPtr context = xmlCreatePushParserCtxt(&sax, user, NULL, 0, NULL);
    if (context == NULL) return NULL;
    xmlCtxtUseOptions(context, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_HUGE | XML_PARSE_IGNORE_ENC
                                   | (recover ? XML_PARSE_RECOVER : 0));
    return context;
}

// Feeds the bytes piece by piece, which libxml2 reads faster than a whole; stops at the first fault unless the context
// recovers. Whether the document was well formed.
//
// What libxml2 holds back, because its end has not come yet, it scans anew with each piece: so the next piece is as long
// as that. A start tag longer than a piece is a fault: libxml2 compares each of its attributes with each other.
static inline int tw_xml_parse(xmlParserCtxtPtr context, const tw_xml_events *events, void *user, const uint8_t *bytes,
                               size_t count, int recover)
{
    enum { piece = 8192, largest_piece = 1 << 26, small_document = 131072 };
    size_t size = count <= small_document ? count : piece;
    while ((recover || context->wellFormed) && context->instate != XML_PARSER_EOF) {
        int is_last = size >= count;
        if (is_last) size = count;
        if (!events->proceed(user, size)) return 0;
        xmlParseChunk(context, (const char *)bytes, (int)size, is_last);
        if (is_last) break;
        bytes += size;
        count -= size;
        const xmlParserInput *input = context->input;
        size_t held = input == NULL ? 0 : (size_t)(input->end - input->cur);
        if (!recover && held > piece && input->cur[0] == '<' && input->cur[1] != '!' && input->cur[1] != '?') return 0;
        size = held < piece ? piece : held > largest_piece ? largest_piece : held;
    }
    return context->wellFormed;
}

// Names libxml2 remembers, and namespaces declared around the place.
static inline int tw_xml_name_count(xmlParserCtxtPtr context) { return xmlDictSize(context->dict); }
static inline int tw_xml_namespace_count(xmlParserCtxtPtr context) { return context->nsNr / 2; }

static inline void tw_xml_stop(xmlParserCtxtPtr context) { xmlStopParser(context); }

static inline void tw_xml_close(xmlParserCtxtPtr context)
{
    if (context->myDoc != NULL) {
        xmlFreeDoc(context->myDoc);
        context->myDoc = NULL;
    }
    xmlFreeParserCtxt(context);
}

// NULL when the C library does not know the encoding.
static inline iconv_t tw_iconv_open(const char *encoding)
{
    iconv_t converter = iconv_open("UTF-8", encoding);
    return converter == (iconv_t)-1 ? NULL : converter;
}

// 0 done, else errno: EILSEQ, EINVAL (cut at the end) or E2BIG.
static inline int tw_iconv_step(iconv_t converter, const uint8_t **in, size_t *in_left, uint8_t **out, size_t *out_left)
{
    char *source = (char *)*in, *target = (char *)*out;
    size_t result = iconv(converter, &source, in_left, &target, out_left);
    *in = (const uint8_t *)source;
    *out = (uint8_t *)target;
    return result == (size_t)-1 ? errno : 0;
}

// Writes what the converter holds back: a character that the next might have combined with.
static inline void tw_iconv_flush(iconv_t converter, uint8_t **out, size_t *out_left)
{
    char *target = (char *)*out;
    iconv(converter, NULL, NULL, &target, out_left);
    *out = (uint8_t *)target;
}

#endif
