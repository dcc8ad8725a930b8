// Generated from docs/api/openapi.yaml by `npm run types`. Do not edit.

export interface paths {
    "/contests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Contests on this server */
        get: operations["listContests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A contest's home - hosts, theme, stages, figures */
        get: operations["getContest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The display wall, in pages */
        get: operations["listEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/entries/{entry}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An entry, with its published marks by expert and criterion */
        get: operations["getEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A stage's board - ranks, cut lines, quotas, ties, reserve */
        get: operations["getStage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happens in the contest, as it happens (server-sent events)
         * @description A stream without an end, for an EventSource. Events are public, the same for everybody, and hold nothing that is not published or shown. Each has the next number of its contest as `id`, a name as `event` and one line of JSON as `data`: `floor` (a Floor, with `at`), `progress` {stage, heat, entry, sheets, expected}, `show` {stage, entry, score, rank?}, `stage` {stage, state}, `heat` {stage, heat, locked, signed}, `tie` {stage, state}. `time` {now} comes at the beginning, there with `id` and the newest `event`, and each 15 seconds, after a comment line. Who comes back with the last `id` is sent everything after it, nothing twice. `reset` {} says that this is not possible, because too much has happened since or the server's data are of another past: what is shown must be loaded again. A client that reads too slowly is cut off. Behind several servers, a page may be a tenth of a second older than the event.
         */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a stranger needs to check the contest */
        get: operations["getProof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/ledger/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest signed checkpoint (C2SP signed note) */
        get: operations["getCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/ledger/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ledger lines from a sequence number on (JSON Lines) */
        get: operations["getLedgerEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/ledger/proof/{seq}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Inclusion proof of a record under the newest checkpoint (c2sp.org/tlog-proof@v1) */
        get: operations["getInclusionProof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/definition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The definition file in force, byte for byte */
        get: operations["getDefinition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with a password - the cookie of the session comes with the answer */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by a personal link */
        post: operations["signInByLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Providers that one can sign in through */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/oidc/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Send the browser to a provider to sign in (OpenID Connect, code flow with PKCE) */
        get: operations["beginOidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/oidc/{provider}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the provider sends the browser back to
         * @description Codes of /sign-in?problem=CODE: sign-in.state, sign-in.provider, sign-in.unlinked (with subject=), sign-in.wait, provider.unreachable, provider.answer, token.form, token.algorithm, token.key, token.signature, token.issuer, token.audience, token.expired, token.time, token.nonce
         */
        get: operations["finishOidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, with the token that changes need */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts of the installation, for its admins */
        get: operations["listAccounts"];
        put?: never;
        /** Add an account */
        post: operations["addAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set one's own password, or as an admin anybody's; signs the account out everywhere */
        post: operations["setPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disable an account and sign it out, or enable it again */
        post: operations["disableAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who may do what in the contest */
        get: operations["listRoles"];
        put?: never;
        /** Give an account a role */
        post: operations["grantRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/roles/{account}/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a role away */
        delete: operations["revokeRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Personal links, without their tokens */
        get: operations["listLinks"];
        put?: never;
        /** Make a personal link - its token is in this answer and nowhere else */
        post: operations["makeLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/links/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a link and sign out who came by it */
        delete: operations["revokeLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/tally": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The board as it stands, published or not, for the chair and the supervisor */
        get: operations["getTally"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/heats/{heat}/protocol.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The protocol of a heat on paper, to sign, for the chair and the supervisor */
        get: operations["getHeatProtocol"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/heats/{heat}/entries/{entry}/protocol.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The protocol of one entry on paper - every expert's marks, room to sign */
        get: operations["getEntryProtocol"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End judging - no mark comes after
         * @description Where a floor of the stage was opened or a heat locked, all its heats with entries must be locked (409 heat.open), and signed where it is supervised (409 heat.unsigned). Who signed is then recorded as its supervisor, and no name need be typed.
         */
        post: operations["closeStage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish the result and open every mark behind it */
        post: operations["publishStage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/deliberations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record how the experts settled a tie
         * @description Votes from paper; 409 tie.open while a tie is open to votes on devices. Without votes only where every expert who judged is recused from a tied entry: then `entries` in the chair's order is the outcome.
         */
        post: operations["deliberate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/awards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record an award that a jury chose */
        post: operations["grantAward"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every heat with its times, running order and state - the lobby */
        get: operations["getSchedule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/heats/{heat}/floor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is on stage in a heat, in what order, and what the clock says */
        get: operations["getFloor"];
        put?: never;
        /**
         * A step of the floor - call, pitch, questions, mark, lock and the others of docs/floor.md
         * @description `step` is the number that this step will have: the one of the floor that you saw, and one more. When somebody else was faster the answer is 409 floor.moved, and nothing happened.
         */
        post: operations["stepFloor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/heats/{heat}/panel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who owes sheets in a heat */
        get: operations["getPanel"];
        /** Seat the panel of a heat, instead of who sat there */
        put: operations["seatPanel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/marking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that the signed-in expert needs to mark, and nothing of anybody else's marks */
        get: operations["getMarking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enrol the public key of an expert's device - the same key again succeeds */
        post: operations["enrolDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/heats/{heat}/sheets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand in a sheet, amend it, or be recused from an entry
         * @description Send an Idempotency-Key: repeated with the same sheet it gives the receipt of the first time, with another sheet it is refused (409 request.reused). A sheet equal to the one in force gets that one's receipt. 409 sheet.changed when `base` is not the version in force, which stands in the problem's `version`. docs/marking.md says what is signed.
         */
        post: operations["submitSheet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/heats/{heat}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has handed in - not what */
        get: operations["getProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/heats/{heat}/lock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the marking of a heat
         * @description No sheet of the heat comes after it. 409 heat.floor while an entry on its floor is neither locked nor absent, heat.quorum where an entry has too few sheets for a score, heat.missing while sheets are owed, unless `incomplete` says that this is known.
         */
        post: operations["lockHeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/heats/{heat}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Countersign a locked heat
         * @description By the supervisor, who is not the one who locked it (409 heat.self). A supervised stage closes when every heat is signed; its record then names who signed.
         */
        post: operations["signHeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/ties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ties that one may vote on or conclude
         * @description An expert gets those that they are asked about, with their own vote. Whoever may open and conclude them gets all, with who has voted, and how once one is concluded.
         */
        get: operations["getTies"];
        put?: never;
        /**
         * Open the first tie that holds the stage up to the votes of its experts
         * @description Asked are the experts who marked one of the tied entries and are recused from none; where there is nobody such, those who marked in the stage and are recused from none. A withdrawal ends the tie.
         */
        post: operations["openTie"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/ties/{tie}/votes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Vote on a tie - the newest vote of an expert counts */
        post: operations["voteOnTie"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/ties/{tie}/conclude": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count the votes on a tie by the rule of its stage
         * @description 409 tie.votes until more than half of those asked have voted; 409 deliberation.tied when the votes decide nothing: the tie stays open, and votes may change.
         */
        post: operations["concludeTie"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/screen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the hall may see of a stage - rows shown so far, everything once published */
        get: operations["getScreen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show one more score to the hall
         * @description With `entry` the score of an entry that is locked, in stages that reveal each; else the next row of `list` (absent: of the first that has one) of a closed stage without an open tie, from the last place up.
         */
        post: operations["showScore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/draws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Draws of the contest, newest first */
        get: operations["getDraws"];
        put?: never;
        /**
         * Announce a draw - who is drawn from, and by which randomness
         * @description The record stands in the ledger before the round of drand's quicknet in force at `beacon_at` is out. `reveals` are the lines that were committed to.
         */
        post: operations["announceDraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/draws/commitments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a draw with what people in the hall commit to */
        post: operations["commitDraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/draws/gathering": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What phones in the hall have handed in for the next draw */
        get: operations["getGathering"];
        put?: never;
        /** Ask the phones in the hall for lines */
        post: operations["openGathering"];
        /** Drop what phones handed in, before it is committed to */
        delete: operations["dropGathering"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/draws/gathering/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The code that is shown in the hall */
        get: operations["getGatheringCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/draws/gathering/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Commit to what phones handed in - opens the draw */
        post: operations["closeGathering"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/draws/gathering/hashes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand in the hash of one's line
         * @description By anybody who has seen the code. Lines are limited to 2,000 a gathering, 500 of them from one address (429 gathering.full).
         */
        post: operations["joinGathering"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/draws/gathering/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reveal one's line once the hashes are recorded */
        post: operations["revealLine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/draws/{draw}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A draw with its files, byte for byte, and its order */
        get: operations["getDraw"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/draws/{draw}/conclude": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draw - with the signature of the announced round, or without a beacon */
        post: operations["concludeDraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/draws/{draw}/void": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a draw without an order */
        post: operations["voidDraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a sample of sheets that a seed selects - for comparison with paper
         * @description By chair, supervisor or notary, and recorded. Only sheets that nothing can change any more, of locked heats or of a closed stage. docs/ledger.md says how the seed selects.
         */
        post: operations["openSample"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Recompute the whole ledger on the server
         * @description The same audit as `leitai verify` of an export. 429 verify.busy while another runs.
         */
        post: operations["verifyLedger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw an entry - the next of the reserve moves up */
        post: operations["withdrawEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Id: string;
        Problem: {
            type: string;
            title: string;
            status: number;
            code: string;
            detail?: string;
            instance?: string;
            /** @description Of sheet.changed - the version in force */
            version?: number;
        };
        /** @description At least one language is present */
        Text: {
            zh?: string;
            en?: string;
        };
        Label: {
            id: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
        };
        ContestCard: {
            id: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
            theme?: components["schemas"]["Text"];
            rehearsal: boolean;
            /** @description Minutes east of UTC of the contest's own time: pages show times in it */
            utc_offset?: number;
            entries: number;
            stages: components["schemas"]["StageCard"][];
        };
        StageCard: {
            id: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
            note?: components["schemas"]["Text"];
            /** @enum {unknown} */
            kind: "panel" | "open";
            /**
             * @description An open stage is upcoming or published
             * @enum {unknown}
             */
            state: "upcoming" | "judging" | "awaiting-deliberation" | "closed" | "published";
            /** Format: date-time */
            starts?: string;
            /** Format: date-time */
            ends?: string;
            /** @description How many take part; 0 for an open stage that stands beside the others */
            entries: number;
            /** @description How many places the quotas give */
            advance: number;
        };
        Bar: {
            id: string;
            title: components["schemas"]["Text"];
            count: number;
        };
        Figure: {
            /** @enum {unknown} */
            id: "division" | "region" | "track" | "scene" | "province" | "country" | "industry" | "funding" | "degree";
            /** @description Largest first; at most 40 */
            bars: components["schemas"]["Bar"][];
        };
        ContestHome: {
            id: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
            theme?: components["schemas"]["Text"];
            edition?: number;
            rehearsal: boolean;
            /** @description Minutes east of UTC of the contest's own time: pages show times in it */
            utc_offset?: number;
            hosts: {
                name: components["schemas"]["Text"];
                /** @enum {unknown} */
                role: "host" | "organiser" | "co-organiser" | "executor" | "platform" | "supporter";
            }[];
            facts: {
                id: string;
                title: components["schemas"]["Text"];
                value: string;
            }[];
            assumed: components["schemas"]["Text"][];
            divisions: components["schemas"]["Label"][];
            regions: components["schemas"]["Label"][];
            tracks: components["schemas"]["Label"][];
            scenes: components["schemas"]["Label"][];
            packages: components["schemas"]["Label"][];
            stages: components["schemas"]["StageCard"][];
            figures: components["schemas"]["Figure"][];
            totals: {
                entries: number;
                people: number;
                experts: number;
                sheets: number;
                records: number;
            };
            awards: components["schemas"]["Award"][];
        };
        Award: {
            id: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
            stage: components["schemas"]["Id"];
            /** @enum {unknown} */
            by?: "rank" | "jury";
            places: number;
            winners: {
                entry: components["schemas"]["Id"];
                title: string;
                team?: string;
            }[];
        };
        EntryCard: {
            id: components["schemas"]["Id"];
            title: string;
            team: string;
            summary?: string;
            division?: string;
            region?: string;
            track?: string;
            scene?: string;
            province?: string;
            country?: string;
            industry?: string;
            funding?: string;
            /** @description The last stage reached among published ones */
            stage?: string;
            fate?: components["schemas"]["Fate"];
            awards?: string[];
        };
        EntryPage: {
            entries: components["schemas"]["EntryCard"][];
            /** @description Of all pages under this filter */
            total: number;
            /** @description Pass as `after`; absent on the last page */
            next?: string;
        };
        /** @enum {unknown} */
        Fate: "out" | "advance" | "wild-card" | "reserve" | "at-stake" | "withdrawn";
        /** @description Where a record stands in the ledger */
        Seal: {
            seq: number;
            /** @description hex SHA-256 leaf hash */
            leaf: string;
            /** Format: date-time */
            ts?: string;
        };
        EntryDetail: components["schemas"]["EntryCard"] & {
            accepted: components["schemas"]["Seal"];
            /** @description Minutes east of UTC of the contest's own time: pages show times in it */
            utc_offset?: number;
            /** @description Published stages this entry took part in */
            stages: {
                stage: string;
                title: components["schemas"]["Text"];
                list: string;
                /** @description 0 when unranked */
                rank: number;
                of: number;
                fate?: components["schemas"]["Fate"];
                score: number | null;
                raw_mean?: number | null;
                exact?: string;
                decimals?: number;
                criteria: {
                    id: string;
                    title: components["schemas"]["Text"];
                    weight?: number;
                    /** @enum {unknown} */
                    by?: "panel" | "official";
                    min: number;
                    max: number;
                    value?: number | null;
                }[];
                sheets: {
                    expert: string;
                    class?: string;
                    class_title?: components["schemas"]["Text"];
                    recused: boolean;
                    total?: number | null;
                    /** @description In the order of criteria */
                    marks: (number | null)[];
                    /** @description Present when the rule changed a mark */
                    adjusted?: (number | null)[];
                    seal: components["schemas"]["Seal"];
                }[];
            }[];
        };
        BoardRow: {
            entry: components["schemas"]["Id"];
            title: string;
            team: string;
            division?: string;
            region?: string;
            track?: string;
            heat?: string;
            rank: number;
            score: number | null;
            raw_mean?: number | null;
            exact?: string;
            sheets?: number;
            /** @description Shares its score with a neighbour */
            tied?: boolean;
            /** @description What parted a tie: a criterion's or key's name, or deliberation */
            settled?: string;
            fate: components["schemas"]["Fate"];
            /** @description Index in quotas */
            quota?: number;
            promoted?: boolean;
            reserve?: number;
            awards?: string[];
        };
        StageBoard: {
            contest: components["schemas"]["Label"];
            rehearsal?: boolean;
            /** @description Minutes east of UTC of the contest's own time: pages show times in it */
            utc_offset?: number;
            stage: components["schemas"]["StageCard"];
            /** @description False: lists hold the entries taking part, without ranks and scores */
            published: boolean;
            seal?: components["schemas"]["Seal"];
            decimals: number;
            low_wins: boolean;
            /** @description The scoring rule in words */
            rule: components["schemas"]["Text"][];
            criteria: {
                id: string;
                title: components["schemas"]["Text"];
                note?: components["schemas"]["Text"];
                weight?: number;
                /** @enum {unknown} */
                by?: "panel" | "official";
                min: number;
                max: number;
                step?: number;
            }[];
            heats: {
                id: string;
                title: components["schemas"]["Text"];
                venue?: components["schemas"]["Text"];
                /** Format: date-time */
                starts?: string;
                pitch_s?: number;
                questions_s?: number;
                entries: number;
                experts?: {
                    class: string;
                    title?: components["schemas"]["Text"];
                    count: number;
                }[];
            }[];
            quotas: {
                title: components["schemas"]["Text"];
                list?: string;
                places: number;
                taken: number;
                wild?: boolean;
            }[];
            /** @description One ranking each, best first */
            lists: {
                id: string;
                title: components["schemas"]["Text"];
                /** @description Rows above the cut line */
                cut_after?: number;
                rows: components["schemas"]["BoardRow"][];
            }[];
            deliberations: {
                entries: string[];
                /** @description Best first */
                outcome: string[];
                places: number;
                /** @enum {unknown} */
                rule: "majority" | "borda" | "schulze";
                votes: {
                    expert: string;
                    order: string[];
                }[];
                reason: string;
                supervisor?: string;
                seal: components["schemas"]["Seal"];
            }[];
            awards?: components["schemas"]["Award"][];
            withdrawals?: {
                entry: string;
                reason: string;
                promoted?: string;
                seal?: components["schemas"]["Seal"];
            }[];
        };
        Proof: {
            contest: components["schemas"]["Label"];
            origin: string;
            size: number;
            /** @description base64 */
            root: string;
            /** @description The signed note */
            checkpoint: string;
            /** Format: date-time */
            signed_at?: string;
            key_name: string;
            /** @description hex SHA-256 of the public key */
            fingerprint: string;
            /** @description Verifier key name+keyid+base64, as in signed notes */
            public_key: string;
            downloads: {
                name: string;
                href: string;
                bytes?: number;
            }[];
            /** @description What a stranger types; {site} stands for this server's address */
            commands: string[];
            published: {
                stage: string;
                title: components["schemas"]["Text"];
                seal: components["schemas"]["Seal"];
            }[];
        };
        /** @enum {unknown} */
        Role: "organiser" | "chair" | "floor" | "supervisor" | "notary" | "expert" | "entrant" | "owner" | "viewer";
        SignIn: {
            login: string;
            password: string;
            /** @description Six digits of the account's device */
            code?: string;
        };
        Providers: {
            providers: {
                name: components["schemas"]["Id"];
                title: string;
            }[];
        };
        LinkToken: {
            token: string;
        };
        Me: {
            /** @description account:17 or link:3, as in the ledger */
            id: string;
            name?: string;
            login?: string;
            admin: boolean;
            roles: components["schemas"]["MyRole"][];
            stage?: components["schemas"]["Id"];
            heat?: components["schemas"]["Id"];
            /** Format: date-time */
            expires: string;
            /** @description For the header X-Leitai-Token */
            token: string;
        };
        MyRole: {
            contest: components["schemas"]["Id"];
            role: components["schemas"]["Role"];
            expert?: components["schemas"]["Id"];
        };
        AccountList: {
            accounts: components["schemas"]["Account"][];
        };
        Account: {
            id: number;
            login: string;
            name?: string;
            admin: boolean;
            disabled: boolean;
            /** @description Signs in with one-time codes */
            code: boolean;
            /** Format: date-time */
            created: string;
        };
        NewAccount: {
            login: string;
            password: string;
            name?: string;
            admin?: boolean;
        };
        NewId: {
            id: number;
        };
        NewPassword: {
            password: string;
            /** @description The one in force */
            current?: string;
        };
        Disabling: {
            /** @default true */
            disabled: boolean;
        };
        RoleList: {
            roles: components["schemas"]["GrantedRole"][];
        };
        GrantedRole: {
            account: number;
            login: string;
            role: components["schemas"]["Role"];
            expert?: components["schemas"]["Id"];
        };
        NewRole: {
            account: number;
            role: components["schemas"]["Role"];
            expert?: components["schemas"]["Id"];
        };
        LinkList: {
            links: components["schemas"]["Link"][];
        };
        Link: {
            id: number;
            role: components["schemas"]["Role"];
            expert?: components["schemas"]["Id"];
            stage?: components["schemas"]["Id"];
            heat?: components["schemas"]["Id"];
            label?: string;
            reusable: boolean;
            revoked: boolean;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            expires: string;
            /** Format: date-time */
            used?: string;
        };
        NewLink: {
            role: components["schemas"]["Role"];
            expert?: components["schemas"]["Id"];
            stage?: components["schemas"]["Id"];
            heat?: components["schemas"]["Id"];
            label?: string;
            /** Format: date-time */
            expires?: string;
            /** @default false */
            reusable: boolean;
        };
        MadeLink: {
            id: number;
            /** @description The address is /enter#token */
            token: string;
            /** Format: date-time */
            expires: string;
        };
        Closing: {
            supervisor?: string;
        };
        NewDeliberation: {
            entries: components["schemas"]["Id"][];
            votes: components["schemas"]["Vote"][];
            reason: string;
            supervisor?: string;
        };
        Vote: {
            expert: components["schemas"]["Id"];
            order: components["schemas"]["Id"][];
        };
        NewAward: {
            award: components["schemas"]["Id"];
            entry: components["schemas"]["Id"];
            reason: string;
        };
        NewWithdrawal: {
            entry: components["schemas"]["Id"];
            reason: string;
        };
        /** @description A mark as text - no reader makes a float of it */
        Decimal: string;
        /** @description Criterion → decimal, or null where the expert is recused from that criterion */
        Marks: {
            [key: string]: string | null;
        };
        Receipt: {
            seq: number;
            leaf: string;
            /** Format: date-time */
            ts: string;
        };
        NewSheet: {
            entry: components["schemas"]["Id"];
            marks?: components["schemas"]["Marks"];
            /** @default false */
            recused: boolean;
            /** @description Of the recusal */
            reason?: string;
            comment?: string;
            /** @description The version that the expert saw; 0 = none */
            base: number;
            draft: components["schemas"]["Id"];
            /** @description base64 of the device's public key */
            key?: string;
            /** @description base64 */
            signature?: string;
        };
        SheetReceipt: {
            receipt: components["schemas"]["Receipt"];
            version: number;
        };
        NewDevice: {
            /** @description base64 of an Ed25519 public key */
            key: string;
        };
        Device: {
            key: string;
            receipt: components["schemas"]["Receipt"];
        };
        Marking: {
            contest: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
            rehearsal: boolean;
            /** Format: date-time */
            now: string;
            expert: {
                id: components["schemas"]["Id"];
                name?: string;
                class?: components["schemas"]["Id"];
            };
            keys: string[];
            heats: components["schemas"]["MarkingHeat"][];
        };
        MarkingHeat: {
            stage: {
                id: components["schemas"]["Id"];
                title: components["schemas"]["Text"];
                decimals: number;
                /**
                 * @description How a sheet's total is made of its marks, by weight; absent: no total is made
                 * @enum {unknown}
                 */
                total?: "sum" | "mean";
            };
            heat: {
                id: components["schemas"]["Id"];
                title: components["schemas"]["Text"];
                venue?: components["schemas"]["Text"];
                /** Format: date-time */
                starts?: string;
            };
            /** @description Sheets may come in: the stage is being judged, the heat is not locked, and its floor, where it has one, is open */
            open: boolean;
            /** @description No sheet changes any more */
            locked: boolean;
            /** @description Those that experts mark, in the definition's order */
            criteria: {
                id: components["schemas"]["Id"];
                title: components["schemas"]["Text"];
                note?: components["schemas"]["Text"];
                min: components["schemas"]["Decimal"];
                max: components["schemas"]["Decimal"];
                step: components["schemas"]["Decimal"];
                weight: number;
                optional: boolean;
                bands: {
                    from: components["schemas"]["Decimal"];
                    title: components["schemas"]["Text"];
                }[];
            }[];
            entries: components["schemas"]["MarkingEntry"][];
        };
        /** @description Of an entry that the expert is recused from there are entry, phase, turn and sheet only */
        MarkingEntry: {
            entry: components["schemas"]["Id"];
            title?: string;
            team?: string;
            division?: components["schemas"]["Id"];
            track?: components["schemas"]["Id"];
            summary?: string;
            material?: {
                scene?: string;
                industry?: string;
                province?: string;
                country?: string;
                funding?: string;
            };
            /** @enum {unknown} */
            phase: "waiting" | "called" | "pitching" | "questions" | "marking" | "locked" | "absent";
            /** @description Place in the running order */
            turn: number;
            sheet: components["schemas"]["OwnSheet"] | null;
        };
        OwnSheet: {
            version: number;
            seq: number;
            leaf: string;
            /** Format: date-time */
            ts: string;
            recused: boolean;
            marks: components["schemas"]["Marks"];
            comment?: string;
            /** @description By a device of the expert */
            signed: boolean;
        };
        /**
         * @description revealed: locked, and the hall has seen its score
         * @enum {unknown}
         */
        Phase: "waiting" | "called" | "pitching" | "questions" | "marking" | "locked" | "revealed" | "absent";
        OnStage: {
            entry: components["schemas"]["Id"];
            /** @enum {unknown} */
            phase: "called" | "pitching" | "questions";
        };
        /** @description Events named floor carry the same with `at`, the time of the step, instead of `now` and `event` */
        Floor: {
            contest: components["schemas"]["Id"];
            stage: {
                id: components["schemas"]["Id"];
                title: components["schemas"]["Text"];
            };
            heat: {
                id: components["schemas"]["Id"];
                title: components["schemas"]["Text"];
                venue?: components["schemas"]["Text"];
            };
            rehearsal: boolean;
            /**
             * Format: date-time
             * @description The server's clock when this was made; an answer from a cache is older
             */
            now: string;
            /** @description The newest event that this takes in */
            event: number;
            /** @description Steps taken so far */
            step: number;
            /** @description False: `order` lists by id those who may stand here */
            opened: boolean;
            /** @description The draw whose order it was opened with */
            draw?: number;
            /** @description No sheet of the heat comes any more */
            locked: boolean;
            /** @description The supervisor has countersigned the lock */
            signed: boolean;
            rule: {
                /** @description 0: no limit */
                pitch_s: number;
                questions_s: number;
                marking_s: number;
                /** @enum {unknown} */
                reveal: "each" | "end";
            };
            /** @description The running order */
            order: components["schemas"]["FloorEntry"][];
            on: components["schemas"]["OnStage"] | null;
            next: components["schemas"]["Id"] | null;
            clock: components["schemas"]["Clock"] | null;
            undo: {
                /** @enum {unknown} */
                action: "open" | "order" | "call" | "pitch" | "questions" | "mark" | "pause" | "resume" | "extend" | "skip" | "absent" | "return";
                entry?: components["schemas"]["Id"];
            } | null;
            progress: components["schemas"]["FloorProgress"] | null;
            /** @description Scores that the hall has seen */
            shown: {
                entry: components["schemas"]["Id"];
                score: number;
                rank?: number;
            }[];
        };
        FloorEntry: {
            entry: components["schemas"]["Id"];
            title: string;
            team?: string;
            division?: components["schemas"]["Id"];
            phase: components["schemas"]["Phase"];
            turn: number;
            skips: number;
            /** @description Whole seconds of the pitch beyond its time */
            overtime?: number;
        };
        Clock: {
            entry: components["schemas"]["Id"];
            /** @enum {unknown} */
            kind: "pitch" | "questions" | "marking";
            /** @description 0: no limit, the clock only counts */
            limit_s: number;
            /** @description On top of limit_s */
            extended_s: number;
            /** Format: date-time */
            started: string;
            /** @description As of `now`, without pauses */
            elapsed_ms: number;
            paused: boolean;
        };
        FloorProgress: {
            entry: components["schemas"]["Id"];
            sheets: number;
            expected: number;
        };
        NewStep: {
            step: number;
            /** @enum {unknown} */
            action: "open" | "order" | "call" | "pitch" | "questions" | "mark" | "lock" | "pause" | "resume" | "extend" | "skip" | "absent" | "return" | "undo";
            entry?: components["schemas"]["Id"];
            /** @description Of open: all of the heat in running order; of order: those that wait */
            entries?: components["schemas"]["Id"][];
            /** @description Of open - takes the order of this draw instead of entries */
            draw?: number;
            /** @description Of extend */
            seconds?: number;
        };
        Panel: {
            experts: {
                id: components["schemas"]["Id"];
                class?: components["schemas"]["Id"];
            }[];
        };
        NewPanel: {
            experts: components["schemas"]["Id"][];
        };
        Schedule: {
            contest: components["schemas"]["Id"];
            /** Format: date-time */
            now: string;
            stages: {
                id: components["schemas"]["Id"];
                title: components["schemas"]["Text"];
                heats: components["schemas"]["ScheduledHeat"][];
            }[];
        };
        ScheduledHeat: {
            id: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
            venue?: components["schemas"]["Text"];
            /** Format: date-time */
            starts?: string;
            /** Format: date-time */
            ends?: string;
            /** @enum {unknown} */
            state: "planned" | "live" | "locked" | "published";
            on: components["schemas"]["OnStage"] | null;
            /** @description Empty for a heat without pitches that is not open */
            order: {
                entry: components["schemas"]["Id"];
                title: string;
                team?: string;
                division?: components["schemas"]["Id"];
                phase: components["schemas"]["Phase"];
                /**
                 * Format: date-time
                 * @description When its turn may be expected
                 */
                at?: string;
            }[];
        };
        NewLock: {
            /**
             * @description Sheets are missing and will not come
             * @default false
             */
            incomplete: boolean;
        };
        Progress: {
            stage: components["schemas"]["Id"];
            heat: components["schemas"]["Id"];
            locked: boolean;
            /** @description By the supervisor */
            signed: boolean;
            supervised: boolean;
            quorum: number;
            /** @description In force in the heat, official values too */
            sheets: number;
            /** @description Owed and not in */
            missing: number;
            /** @description The panel; where none was seated, whoever has handed in there */
            experts: {
                id: components["schemas"]["Id"];
                class?: components["schemas"]["Id"];
                name?: string;
            }[];
            entries: components["schemas"]["ProgressEntry"][];
        };
        ProgressEntry: {
            entry: components["schemas"]["Id"];
            title: string;
            /** @description On the heat's floor; empty while it stands on none */
            phase: string;
            expected: number;
            in: number;
            /** @description It has sheets enough for a score */
            ok: boolean;
            sheets: {
                expert: components["schemas"]["Id"];
                /** @enum {unknown} */
                state: "missing" | "in" | "amended" | "recused";
                /** @description 0 = none */
                version: number;
                /** @description By the expert's device */
                signed: boolean;
                seq: number | null;
            }[];
        };
        Named: {
            entry: components["schemas"]["Id"];
            title: string;
            team: string;
        };
        Ties: {
            stage: components["schemas"]["Id"];
            /** @enum {unknown} */
            rule: "majority" | "borda" | "schulze";
            supervised: boolean;
            ties: components["schemas"]["Tie"][];
            /** @description A tie that could be opened now, for whoever may */
            waiting?: {
                places: number;
                entries: components["schemas"]["Named"][];
            };
        };
        Tie: {
            /** @description Its number - the seq of its tie.open */
            tie: number;
            /**
             * @description void: ended by a withdrawal
             * @enum {unknown}
             */
            state: "open" | "concluded" | "void";
            /** @description Open for votes no more */
            concluded: boolean;
            /** @description How many of them go on */
            places: number;
            entries: components["schemas"]["Named"][];
            may_vote: boolean;
            /** @description One's own vote, best first */
            mine?: components["schemas"]["Id"][];
            voters?: {
                expert: components["schemas"]["Id"];
                voted: boolean;
            }[];
            outcome?: components["schemas"]["Id"][];
            reason?: string;
            rule?: string;
            votes?: components["schemas"]["Vote"][];
        };
        OpenTie: {
            tie: number;
        };
        NewVote: {
            /** @description Tied entries, best first; those left out stand behind */
            order: components["schemas"]["Id"][];
        };
        NewConclusion: {
            reason: string;
            /** @description Needed where the stage is supervised */
            supervisor?: string;
        };
        NewShow: {
            entry?: components["schemas"]["Id"];
            list?: components["schemas"]["Id"];
        };
        Screen: {
            contest: components["schemas"]["Id"];
            stage: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
            rehearsal: boolean;
            /** Format: date-time */
            now: string;
            /** @enum {unknown} */
            state: "judging" | "closed" | "published";
            /** @description Rows are still hidden */
            frozen: boolean;
            decimals: number;
            low_wins: boolean;
            lists: components["schemas"]["ScreenList"][];
        };
        ScreenList: {
            list: string;
            title: components["schemas"]["Text"];
            /** @description How many of the list go on - the cut line; absent where quotas cut in other ways */
            places?: number;
            hidden: number;
            /** @description By rank */
            shown: {
                entry: components["schemas"]["Id"];
                title: string;
                team: string;
                /** @description Of the result when `final`, else among those shown */
                rank: number;
                final: boolean;
                score: number;
                advances?: boolean;
            }[];
        };
        Draws: {
            contest: components["schemas"]["Id"];
            draws: components["schemas"]["Draw"][];
        };
        Draw: {
            draw: number;
            /** @enum {unknown} */
            state: "committed" | "announced" | "concluded" | "void";
            purpose: string;
            commitments?: string[];
            /** @description How many are drawn from */
            pool?: number;
            /** @description Committed to - whether a beacon will add to the lines */
            beacon?: boolean;
            /** @description Lines from the hall add to it */
            hall?: boolean;
            /** @description Of drand's quicknet; absent without a beacon */
            round?: number;
            /**
             * Format: date-time
             * @description When the round comes out
             */
            round_at?: string;
            /** @description What counts should the round never come */
            fallback_round?: number;
            /** Format: date-time */
            fallback_at?: string;
            /** @description Once drawn - the one or the other */
            used_round?: number;
            files?: components["schemas"]["DrawFiles"];
            /** @description By rising key: sha256(seed ":" id) */
            order?: {
                id: string;
                key: string;
            }[];
            seed?: string;
            "order.txt"?: string;
            /** @description Why it was voided */
            reason?: string;
            /** @description Voided when its order could be known already */
            late?: boolean;
            seal: components["schemas"]["Seal"];
        };
        /** @description Save them into a folder and draw again with sha256sum and sort */
        DrawFiles: {
            "pool.txt"?: string;
            "draw.txt"?: string;
            "commitments.txt"?: string;
            "reveals.txt"?: string;
            "beacon.txt"?: string;
        };
        NewDraw: {
            /** @description The one that was committed to; absent = the next */
            draw?: number;
            purpose?: string;
            pool?: components["schemas"]["Id"][];
            /** Format: date-time */
            beacon_at?: string;
            reveals?: string[];
        };
        Gathering: {
            contest: components["schemas"]["Id"];
            /** @enum {unknown} */
            state: "none" | "open" | "revealing" | "over";
            draw?: number;
            purpose?: string;
            /** @description How many are drawn from */
            pool?: number;
            /** @description Who is drawn from */
            ids?: string[];
            beacon?: boolean;
            /** Format: date-time */
            closes?: string;
            hashes?: string[];
            /** @description Those that are revealed */
            lines?: string[];
        };
        GatheringCode: {
            code: string;
        };
        NewGathering: {
            purpose: string;
            pool: components["schemas"]["Id"][];
            beacon?: boolean;
            minutes: number;
        };
        NewHash: {
            code: string;
            hash: string;
        };
        NewLine: {
            line: string;
        };
        NewCommitments: {
            purpose: string;
            pool: components["schemas"]["Id"][];
            /** @description A beacon adds to the lines */
            beacon?: boolean;
            commitments: string[];
        };
        NewBeacon: {
            signature?: string;
        };
        NewVoid: {
            reason: string;
        };
        NewSample: {
            /** @description Any text - best one that nobody could know beforehand */
            seed: string;
            n: number;
        };
        Sample: {
            stage: components["schemas"]["Id"];
            seed: string;
            n: number;
            /** @description How many sheets there were to choose from */
            of: number;
            /** @description Of the record sample.open */
            seq: number;
            sheets: components["schemas"]["SampleSheet"][];
        };
        SampleSheet: {
            seq: number;
            leaf: string;
            entry: components["schemas"]["Id"];
            expert: components["schemas"]["Id"];
            heat: components["schemas"]["Id"];
            version: number;
            recused: boolean;
            marks: {
                [key: string]: components["schemas"]["Decimal"];
            };
            signed: boolean;
            salt: string;
            /** @description The sealed text: sha256(salt "." content) is the record's commitment */
            content: string;
        };
        Recount: {
            ok: boolean;
            records: number;
            covered: number;
            checkpoints: number;
            /** @description Recomputed and equal */
            results: number;
            fingerprint: string;
            failed: number;
            checks: {
                /** @enum {unknown} */
                name: "records" | "checkpoints" | "results" | "failed";
                ok: boolean;
                /** @description How many, or the line of a failed check */
                text: string;
            }[];
        };
    };
    responses: {
        /** @description RFC 9457 problem */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        contest: components["schemas"]["Id"];
        entry: components["schemas"]["Id"];
        stage: components["schemas"]["Id"];
        provider: components["schemas"]["Id"];
        heat: components["schemas"]["Id"];
        tie: number;
        draw: number;
        account: number;
        role: components["schemas"]["Role"];
        link: number;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listContests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        contests: components["schemas"]["ContestCard"][];
                    };
                };
            };
        };
    };
    getContest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContestHome"];
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    listEntries: {
        parameters: {
            query?: {
                /** @description Last entry id of the page before */
                after?: string;
                limit?: number;
                division?: string;
                region?: string;
                track?: string;
                /** @description Only entries that took part in this stage */
                stage?: string;
                /** @description Words in title, team, summary or id */
                q?: string;
            };
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPage"];
                };
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                entry: components["parameters"]["entry"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryDetail"];
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    getStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageBoard"];
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    getEvents: {
        parameters: {
            query?: {
                /** @description Begin after this event; default: now */
                after?: number;
            };
            header?: {
                /** @description The same, as browsers send it; goes before `after` */
                "Last-Event-ID"?: string;
            };
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            404: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    getProof: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"];
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    getCheckpoint: {
        parameters: {
            query?: {
                /** @description 1: sent as a file to save */
                download?: 0 | 1;
            };
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    getLedgerEntries: {
        parameters: {
            query?: {
                from?: number;
                limit?: number;
                /** @description 1: sent as a file to save */
                download?: 0 | 1;
            };
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Record lines, LF each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    getInclusionProof: {
        parameters: {
            query?: {
                /** @description 1: sent as a file to save */
                download?: 0 | 1;
            };
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                seq: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    getDefinition: {
        parameters: {
            query?: {
                /** @description 1: sent as a file to save */
                download?: 0 | 1;
            };
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    signInByLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkToken"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
        };
    };
    listProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Providers"];
                };
            };
        };
    };
    beginOidc: {
        parameters: {
            query?: {
                /** @description The page to go on to: a path of this site. Anything else is /me */
                after?: string;
            };
            header?: never;
            path: {
                provider: components["parameters"]["provider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider, with a cookie that this browser must bring back; or to /sign-in?problem=CODE */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    finishOidc: {
        parameters: {
            query?: {
                state?: string;
                code?: string;
                iss?: string;
                error?: string;
            };
            header?: never;
            path: {
                provider: components["parameters"]["provider"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the page asked for, with the session's cookie; or to /sign-in?problem=CODE */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            401: components["responses"]["Problem"];
        };
    };
    listAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
        };
    };
    addAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccount"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewId"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    setPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account: components["parameters"]["account"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description Set */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
        };
    };
    disableAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account: components["parameters"]["account"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Disabling"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    listRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleList"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    grantRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            /** @description Given */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    revokeRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                account: components["parameters"]["account"];
                role: components["parameters"]["role"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    listLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkList"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    makeLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLink"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeLink"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    revokeLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                link: components["parameters"]["link"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getTally: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageBoard"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getHeatProtocol: {
        parameters: {
            query?: {
                /** @description Of the paper; without it zh where the contest's title has Chinese */
                lang?: "zh" | "en";
                /** @description 1: sent as a file to save */
                download?: 0 | 1;
            };
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
                heat: components["parameters"]["heat"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A draft until the heat is locked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getEntryProtocol: {
        parameters: {
            query?: {
                /** @description Of the paper; without it zh where the contest's title has Chinese */
                lang?: "zh" | "en";
                /** @description 1: sent as a file to save */
                download?: 0 | 1;
            };
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
                heat: components["parameters"]["heat"];
                entry: components["parameters"]["entry"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A draft until the heat is locked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    closeStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Closing"];
            };
        };
        responses: {
            /** @description Closed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    publishStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Published */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    deliberate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDeliberation"];
            };
        };
        responses: {
            /** @description Recorded */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    grantAward: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAward"];
            };
        };
        responses: {
            /** @description Recorded */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    getFloor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
                heat: components["parameters"]["heat"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Floor"];
                };
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    stepFloor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
                heat: components["parameters"]["heat"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStep"];
            };
        };
        responses: {
            /** @description The floor after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Floor"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getPanel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
                heat: components["parameters"]["heat"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Panel"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    seatPanel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
                heat: components["parameters"]["heat"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPanel"];
            };
        };
        responses: {
            /** @description The panel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Panel"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getMarking: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Heats */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Marking"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    enrolDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDevice"];
            };
        };
        responses: {
            /** @description Enrolled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    submitSheet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
                heat: components["parameters"]["heat"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSheet"];
            };
        };
        responses: {
            /** @description On disk and in the ledger */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SheetReceipt"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getProgress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
                heat: components["parameters"]["heat"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sheets by entry and expert */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Progress"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    lockHeat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
                heat: components["parameters"]["heat"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLock"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    signHeat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
                heat: components["parameters"]["heat"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getTies: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ties in the order in which they were opened */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ties"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    openTie: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tie's number */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenTie"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    voteOnTie: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
                tie: components["parameters"]["tie"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewVote"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    concludeTie: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
                tie: components["parameters"]["tie"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConclusion"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getScreen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists with the rows that were shown */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Screen"];
                };
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    showScore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewShow"];
            };
        };
        responses: {
            /** @description The screen as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Screen"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getDraws: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draws"];
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    announceDraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDraw"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draw"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    commitDraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCommitments"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draw"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getGathering: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gathering"];
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    openGathering: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGathering"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gathering"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    dropGathering: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gathering"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getGatheringCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatheringCode"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    closeGathering: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draw"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    joinGathering: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewHash"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gathering"];
                };
            };
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
        };
    };
    revealLine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLine"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gathering"];
                };
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
        };
    };
    getDraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                draw: components["parameters"]["draw"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draw"];
                };
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    concludeDraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                draw: components["parameters"]["draw"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBeacon"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draw"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    voidDraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                draw: components["parameters"]["draw"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewVoid"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draw"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    openSample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSample"];
            };
        };
        responses: {
            /** @description The sheets with their content */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    verifyLedger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What holds and what does not */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recount"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
        };
    };
    withdrawEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWithdrawal"];
            };
        };
        responses: {
            /** @description Withdrawn */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
}
