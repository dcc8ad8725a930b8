// The venue's network between a browser and the server: it can be cut, and it can swallow the answers. The browser keeps
// one origin, so its cookie, its queue and its service worker stay.
import { createServer, Socket, type AddressInfo, type Server } from "node:net";
import { base } from "./browser";

export class Wire {
	private state: "whole" | "cut" | "mute" = "whole"; // mute: what is sent arrives, no answer comes back
	private readonly pairs = new Set<[Socket, Socket]>();
	private server!: Server;
	url = "";

	async open(): Promise<this> {
		const { hostname, port } = new URL(base);
		this.server = createServer((near) => {
			if (this.state === "cut") return void near.destroy();
			const far = new Socket();
			const pair: [Socket, Socket] = [near, far];
			this.pairs.add(pair);
			const end = (): void => {
				near.destroy();
				far.destroy();
				this.pairs.delete(pair);
			};
			for (const s of pair) s.on("error", end).on("close", end);
			far.connect(Number(port), hostname);
			near.on("data", (bytes) => far.write(bytes));
			far.on("data", (bytes) => this.state === "whole" && near.write(bytes));
		});
		await new Promise<void>((ready) => this.server.listen(0, "127.0.0.1", ready));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
		return this;
	}
	cut(): void {
		this.state = "cut";
		this.hangUp();
	}
	mute(): void {
		this.state = "mute";
	}
	heal(): void {
		this.state = "whole";
		this.hangUp(); // what was half-heard is lost
	}
	private hangUp(): void {
		for (const [near, far] of this.pairs) {
			near.destroy();
			far.destroy();
		}
		this.pairs.clear();
	}
	close(): void {
		this.hangUp();
		this.server.close();
	}
}
