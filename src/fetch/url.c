/* Which addresses may be asked: secrets cross a network only under TLS. */
#include "fetch/fetch.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

static bool is_loopback(const char *host, size_t len)
{
	char name[64];
	struct in_addr four;
	if (len == 0 || len >= sizeof(name))
		return false;
	memcpy(name, host, len);
	name[len] = '\0';
	return strcasecmp(name, "localhost") == 0 || strcmp(name, "[::1]") == 0 ||
		(inet_pton(AF_INET, name, &four) == 1 && ntohl(four.s_addr) >> 24 == 127);
}

bool fetch_url_is_good(const char *url)
{
	bool secure = strncmp(url, "https://", 8) == 0, plain = strncmp(url, "http://", 7) == 0;
	const char *host = url + (secure ? 8 : 7);
	if ((!secure && !plain) || strlen(url) > 2000)
		return false;
	for (const char *p = url; *p; p++)
		if (*p <= 0x20 || *p >= 0x7F || *p == '\\' || *p == '"')
			return false;
	size_t authority = strcspn(host, "/?#");
	size_t name = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/?#");
	if (memchr(host, '@', authority) || strchr(url, '#') || name == 0 || name > authority)
		return false;
	return secure || is_loopback(host, name);
}
