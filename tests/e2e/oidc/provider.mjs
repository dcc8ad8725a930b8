// A real provider on loopback for oidc.py. Arguments: the address to come back to, then client ids with how each proves itself
// and how its tokens are signed ("basic:client_secret_basic:RS256"). Prints its issuer. Whoever gives a login gets in; it is
// their subject and, where it has an @, their verified e-mail.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [redirect, ...clients] = process.argv.slice(2);

function jwk(kind, options, alg) {
	const key = generateKeyPairSync(kind, options).privateKey.export({ format: "jwk" });
	return { ...key, use: "sig", alg, kid: alg };
}

function account(_, id) {
	return {
		accountId: id,
		claims: () => ({ sub: id, name: `Name of ${id}`, ...(id.includes("@") ? { email: id, email_verified: true } : {}) }),
	};
}

const server = createServer();
server.listen(0, "127.0.0.1", () => {
	const issuer = `http://127.0.0.1:${server.address().port}`;
	const provider = new Provider(issuer, {
		clients: clients.map((client) => {
			const [id, method, alg] = client.split(":");
			return {
				client_id: id,
				client_secret: method === "none" ? undefined : "s&cret for + tests",
				redirect_uris: [`${redirect}/${id}/callback`],
				response_types: ["code"],
				grant_types: ["authorization_code"],
				token_endpoint_auth_method: method,
				id_token_signed_response_alg: alg,
			};
		}),
		jwks: {
			keys: [
				jwk("rsa", { modulusLength: 2048 }, "RS256"),
				jwk("ec", { namedCurve: "P-256" }, "ES256"),
				jwk("ed25519", {}, "EdDSA"),
			],
		},
		enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "EdDSA"] },
		claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
		conformIdTokenClaims: false,
		cookies: { keys: ["of a test"] },
		findAccount: account,
		features: { devInteractions: { enabled: true } },
		pkce: { required: () => true },
	});
	server.on("request", provider.callback());
	console.log(issuer);
});
