/* libcurl's variadic functions for Swift: one wrapper per argument width, since a wrong width is undefined behaviour. */
#ifndef TW_CURL_SHIM_H
#define TW_CURL_SHIM_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

/* What a thread that drives libcurl's sockets needs of Linux and Swift's Glibc module does not have. */
#include <locale.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

typedef size_t (*tw_curl_data_callback)(char *data, size_t size, size_t count, void *context);
typedef curl_socket_t (*tw_curl_open_socket_callback)(void *context, curlsocktype purpose, struct curl_sockaddr *address);
typedef int (*tw_curl_prerequest_callback)(void *context, char *remote, char *local, int remote_port, int local_port);
typedef int (*tw_curl_socket_callback)(CURL *easy, curl_socket_t socket, int what, void *context, void *socket_context);
typedef int (*tw_curl_timer_callback)(CURLM *multi, long milliseconds, void *context);

static inline CURLcode tw_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode tw_curl_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode tw_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode tw_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode tw_curl_set_data_callback(CURL *easy, CURLoption option, tw_curl_data_callback value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode tw_curl_set_open_socket_callback(CURL *easy, tw_curl_open_socket_callback value) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, value);
}

/* The socket address is longer than its declared type, as those of IPv6 are. */
static inline const struct sockaddr *tw_curl_socket_address(const struct curl_sockaddr *address) {
    return &address->addr;
}

static inline CURLcode tw_curl_set_prerequest_callback(CURL *easy, tw_curl_prerequest_callback value) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, value);
}

static inline CURLcode tw_curl_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode tw_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode tw_curl_get_string(CURL *easy, CURLINFO info, const char **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode tw_curl_get_private(CURL *easy, void **value) {
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)value);
}

static inline CURLMcode tw_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode tw_curl_multi_set_pointer(CURLM *multi, CURLMoption option, void *value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode tw_curl_multi_set_socket_callback(CURLM *multi, tw_curl_socket_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, value);
}

static inline CURLMcode tw_curl_multi_set_timer_callback(CURLM *multi, tw_curl_timer_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, value);
}

static inline CURLSHcode tw_curl_share_set_int(CURLSH *share, CURLSHoption option, int value) {
    return curl_share_setopt(share, option, value);
}

static inline curl_version_info_data *tw_curl_version(void) {
    return curl_version_info(CURLVERSION_NOW);
}

/* Names the calling thread; at most 15 bytes. */
static inline void tw_name_thread(const char *name) {
    prctl(PR_SET_NAME, (unsigned long)name, 0, 0, 0);
}

/* Makes UTF-8 the calling thread's character set, which libcurl goes by for international host names. */
static inline locale_t tw_enter_utf8_locale(locale_t *previous) {
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    *previous = uselocale(utf8);
    return utf8;
}

static inline void tw_leave_locale(locale_t entered, locale_t previous) {
    uselocale(previous);
    if (entered) freelocale(entered);
}

#endif
