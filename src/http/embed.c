/* A build tool: packs files into a table that the program carries.
 *
 *	embed TABLE.c BLOB.bin DEPFILE PATH=FILE… PATH/=FOLDER…
 *
 * The bytes (plain, and gzip level 9 where it saves a tenth) go into BLOB,
 * which TABLE.c takes in with the assembler's .incbin: a compiler would need
 * minutes for the same bytes as numbers. TABLE.c also names the blob's hash, so
 * that it is compiled again when only the blob has changed. */
#include <dirent.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

enum { HEX = 65, PATH_LEN = 1024, FILES_MOST = 4096 };

struct file {
	char path[PATH_LEN], source[PATH_LEN];
	const char *type;
	char hash[HEX];
	size_t at, len, gzip_at, gzip_len;
};

struct pack {
	struct file *files;
	size_t count;
	FILE *blob;
	size_t blob_len;
	EVP_MD_CTX *digest;
};

static void die(const char *what, const char *name)
{
	fprintf(stderr, "embed: %s: %s\n", name, what);
	exit(1);
}

static const struct {
	const char *suffix, *type;
	bool text;
} types[] = {
	{".html", "text/html; charset=utf-8", true},
	{".js", "text/javascript; charset=utf-8", true},
	{".mjs", "text/javascript; charset=utf-8", true},
	{".css", "text/css; charset=utf-8", true},
	{".json", "application/json", true},
	{".map", "application/json", true},
	{".webmanifest", "application/manifest+json", true},
	{".svg", "image/svg+xml", true},
	{".txt", "text/plain; charset=utf-8", true},
	{".xml", "application/xml", true},
	{".yaml", "application/yaml", true},
	{".wasm", "application/wasm", true},
	{".ico", "image/x-icon", true},
	{".png", "image/png", false},
	{".jpg", "image/jpeg", false},
	{".webp", "image/webp", false},
	{".woff2", "font/woff2", false},
	{".woff", "font/woff", false},
};

static const char *type_of(const char *path, bool *ret_text)
{
	size_t len = strlen(path);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		size_t n = strlen(types[i].suffix);
		*ret_text = types[i].text;
		if (len > n && strcmp(path + len - n, types[i].suffix) == 0)
			return types[i].type;
	}
	*ret_text = false;
	return "application/octet-stream";
}

static unsigned char *read_file(const char *name, size_t *ret_len)
{
	struct stat st;
	FILE *f = fopen(name, "rb");
	if (!f || fstat(fileno(f), &st) != 0)
		die("can't be read", name);
	size_t len = (size_t)st.st_size;
	unsigned char *bytes = malloc(len + 1);
	if (!bytes || fread(bytes, 1, len, f) != len)
		die("can't be read", name);
	fclose(f);
	*ret_len = len;
	return bytes;
}

static void to_hex(const unsigned char *bytes, char *out)
{
	for (int i = 0; i < 32; i++)
		snprintf(out + (size_t)i * 2, 3, "%02x", bytes[i]);
}

static size_t append(struct pack *p, const void *bytes, size_t len)
{
	size_t at = p->blob_len;
	if (len && fwrite(bytes, 1, len, p->blob) != len)
		die("can't be written", "the blob");
	EVP_DigestUpdate(p->digest, bytes, len);
	p->blob_len += len;
	return at;
}

static void append_gzip(struct pack *p, struct file *f, const unsigned char *bytes)
{
	z_stream z = {0};
	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		die("zlib", f->source);
	uLong bound = deflateBound(&z, (uLong)f->len);
	unsigned char *out = malloc(bound);
	if (!out)
		die("memory", f->source);
	z.next_in = (unsigned char *)(uintptr_t)bytes;
	z.avail_in = (uInt)f->len;
	z.next_out = out;
	z.avail_out = (uInt)bound;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		die("zlib", f->source);
	if (z.total_out < f->len - f->len / 10) {
		f->gzip_len = (size_t)z.total_out;
		f->gzip_at = append(p, out, f->gzip_len);
	}
	deflateEnd(&z);
	free(out);
}

static void add_file(struct pack *p, const char *path, const char *source)
{
	if (p->count == FILES_MOST)
		die("too many files", source);
	struct file *f = &p->files[p->count++];
	if (snprintf(f->path, PATH_LEN, "%s", path) >= PATH_LEN ||
		snprintf(f->source, PATH_LEN, "%s", source) >= PATH_LEN)
		die("the name is too long", source);
	if (strpbrk(path, "\"\\\n"))
		die("the name has a quote or backslash", source);
	bool text;
	f->type = type_of(path, &text);
	unsigned char *bytes = read_file(source, &f->len);
	unsigned char digest[EVP_MAX_MD_SIZE];
	EVP_Digest(bytes, f->len, digest, NULL, EVP_sha256(), NULL);
	to_hex(digest, f->hash);
	f->at = append(p, bytes, f->len);
	if (text && f->len > 1024)
		append_gzip(p, f, bytes);
	free(bytes);
}

static void add_folder(struct pack *p, const char *path, const char *folder)
{
	struct dirent **names;
	int count = scandir(folder, &names, NULL, alphasort);
	if (count < 0)
		die("is not a folder", folder);
	for (int i = 0; i < count; i++) {
		char sub_path[PATH_LEN], sub[PATH_LEN];
		struct stat st;
		if (snprintf(sub_path, sizeof(sub_path), "%s%s", path, names[i]->d_name) >= PATH_LEN - 1 ||
			snprintf(sub, sizeof(sub), "%s/%s", folder, names[i]->d_name) >= PATH_LEN)
			die("the name is too long", folder);
		bool hidden = names[i]->d_name[0] == '.';
		free(names[i]);
		if (hidden)
			continue;
		if (stat(sub, &st) != 0)
			die("can't be read", sub);
		if (S_ISDIR(st.st_mode)) {
			strcat(sub_path, "/");
			add_folder(p, sub_path, sub);
		} else {
			add_file(p, sub_path, sub);
		}
	}
	free(names);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static void write_table(struct pack *p, const char *name, const char *blob_name)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	char hash[HEX], *blob = realpath(blob_name, NULL);
	FILE *f = fopen(name, "w");
	if (!f || !blob)
		die("can't be written", name);
	EVP_DigestFinal_ex(p->digest, digest, NULL);
	to_hex(digest, hash);
	fprintf(f, "/* Made by embed from %zu files; %s */\n#include \"http/assets.h\"\n\n", p->count, hash);
	fprintf(f,
		"__asm__(\".pushsection .rodata\\n.global assets_blob\\n.hidden "
		"assets_blob\\nassets_blob:\\n\"\n");
	fprintf(f,
		"\t\".incbin \\\"%s\\\"\\n.byte 0\\n.popsection\\n\");\nextern const char assets_blob[];\n\n",
		blob);
	fprintf(f, "static const struct asset table[] = {\n");
	for (size_t i = 0; i < p->count; i++) {
		const struct file *e = &p->files[i];
		fprintf(f,
			"\t{\"%s\", \"%s\",\n\t\t\"%s\", {assets_blob + %zu, %zu}, {assets_blob + %zu, "
			"%zu}},\n",
			e->path, e->type, e->hash, e->at, e->len, e->gzip_at, e->gzip_len);
	}
	fprintf(f,
		"};\n\nconst struct asset *assets_all(size_t *ret_count)\n{\n\t*ret_count = %zu;\n\treturn "
		"table;\n}\n",
		p->count);
	if (fclose(f) != 0)
		die("can't be written", name);
	free(blob);
}

static void write_depfile(const struct pack *p, const char *name, const char *table)
{
	FILE *f = fopen(name, "w");
	if (!f)
		die("can't be written", name);
	fprintf(f, "%s:", table);
	for (size_t i = 0; i < p->count; i++)
		fprintf(f, " %s", p->files[i].source);
	fprintf(f, "\n");
	if (fclose(f) != 0)
		die("can't be written", name);
}

int main(int argc, char **argv)
{
	if (argc < 5) {
		fprintf(stderr, "usage: embed TABLE.c BLOB.bin DEPFILE PATH=FILE... PATH/=FOLDER...\n");
		return 64;
	}
	struct pack p = {.files = calloc(FILES_MOST, sizeof(struct file)),
		.blob = fopen(argv[2], "wb"),
		.digest = EVP_MD_CTX_new()};
	if (!p.files || !p.blob || !p.digest || EVP_DigestInit_ex(p.digest, EVP_sha256(), NULL) != 1)
		die("can't be written", argv[2]);
	for (int i = 4; i < argc; i++) {
		char *equals = strchr(argv[i], '=');
		if (!equals || equals == argv[i])
			die("is not PATH=FILE", argv[i]);
		*equals = '\0';
		if (equals[-1] == '/')
			add_folder(&p, argv[i], equals + 1);
		else
			add_file(&p, argv[i], equals + 1);
	}
	if (fclose(p.blob) != 0)
		die("can't be written", argv[2]);
	qsort(p.files, p.count, sizeof(struct file), by_path);
	write_table(&p, argv[1], argv[2]);
	write_depfile(&p, argv[3], argv[1]);
	EVP_MD_CTX_free(p.digest);
	free(p.files);
	return 0;
}
