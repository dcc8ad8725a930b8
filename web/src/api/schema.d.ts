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
         * @description A stream without an end, for an EventSource. Events are public, the same for everybody, and hold nothing that is not published or shown. Each has the next number of its contest as `id`, a name as `event` and one line of JSON as `data`: `floor` (a Floor, with `at`), `progress` {stage, heat, entry, sheets, expected}, `show` {stage, entry, score, rank?}, `stage` {stage, state}, `heat` {stage, heat, locked, signed}, `tie` {stage, state}, `draw` {draw, state}, `timetable` {stage, version}. `time` {now} comes at the beginning, there with `id` and the newest `event`, and each 15 seconds, after a comment line. Who comes back with the last `id` is sent everything after it, nothing twice. `reset` {} says that this is not possible, because too much has happened since or the server's data are of another past: what is shown must be loaded again. A client that reads too slowly is cut off. Behind several servers, a page may be a tenth of a second older than the event.
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
    "/contests/{contest}/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The experts' pool and what the stages need - for organisers, and to look at for the chair */
        get: operations["listCandidates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/candidates.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The pool as a file that an import takes again */
        get: operations["getCandidatesFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/candidates/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** List candidates from a CSV, all or none; mistakes are in the answer, by line */
        post: operations["importCandidates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/candidates/{candidate}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A candidate, with invitations and what they did in other contests */
        get: operations["getCandidate"];
        /** List a candidate, or change what is known of one */
        put: operations["putCandidate"];
        post?: never;
        /** Take a candidate off the list who was never invited */
        delete: operations["removeCandidate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/candidates/{candidate}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget a candidate's words for good - also behind the ledger's commitments */
        post: operations["eraseCandidate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/candidates/{candidate}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record an answer that the organiser was told */
        post: operations["answerFor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invite candidates - their links are in this answer and nowhere else */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own invitation, and what became of it */
        get: operations["getInvitation"];
        /** One's own fields, languages, load and times away */
        put: operations["putOwnWords"];
        /** Accept, decline, or leave after accepting */
        post: operations["answerInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/substitutes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who could take a place there, the best first, and why */
        get: operations["listSubstitutes"];
        put?: never;
        post?: never;
        delete?: never;
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
    "/contests/{contest}/stages/{stage}/judging": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the experts judge - severities, drift, how sure the cut is - for the chair and the supervisor
         * @description From the sheets in force, while the stage is judged and after; docs/severity.md says what each figure means. It decides nothing and changes nothing. Of a stage with more than 200 entries only those near a cut are given, unless `all` is 1.
         */
        get: operations["getJudging"];
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
    "/contests/{contest}/stages/{stage}/assignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who marks which entry of a stage */
        get: operations["getAssignment"];
        put?: never;
        /**
         * Say who marks which entry; from then on nobody else does
         * @description Hard edges, double pairs and loads are never overridden; entries that lack experts are with `short`, experts who share too few entries with `unlinked`. What was marked stays.
         */
        post: operations["assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/assignment/case": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The case that a version was made from, as leitai assign reads it */
        get: operations["getAssignmentCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/assignment/proposal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who would mark which entry; nothing is written
         * @description `draw` is a concluded one whose pool is the entries of the stage; a rehearsal may go without. With `keep` as little as can be changes in the version in force.
         */
        get: operations["proposeAssignment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/assignment/entries/{entry}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who may mark an entry, the best fit first, and who may not */
        get: operations["getAssignOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/assignment/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What is wrong with an edited assignment; nothing is written */
        post: operations["checkAssignment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/panels/proposal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Panels for all heats of a stage from the pool; nothing is written */
        get: operations["proposePanels"];
        put?: never;
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
    "/contests/{contest}/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Conflicts of interest, with their evidence
         * @description Undecided pairs first, then by entry and expert. For organisers, chairs and supervisors.
         */
        get: operations["getConflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/conflicts/compute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for conflicts of interest in what everybody said of themselves
         * @description What was decided stays. Twice the same changes nothing.
         */
        post: operations["computeConflicts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/conflicts/rulings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm or overrule conflicts of interest
         * @description With `pairs`, those; `ground` is then what a pair stands on that nothing is known of. Without, all undecided pairs of `ground`, but for those whose names are no more than similar. Overruling needs a reason. One transaction, a sealed record a pair.
         */
        post: operations["ruleConflicts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/interests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An expert's own interests - every entry, how gladly they would mark it, and their conflicts */
        get: operations["getInterests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/interests/{entry}/preference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** How gladly one would mark an entry */
        put: operations["prefer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/interests/{entry}/conflict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Declare a conflict of interest; it is confirmed at once */
        post: operations["declareConflict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/interests/{entry}/back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask to have one's declaration overruled; until somebody does, it stands */
        post: operations["takeBackConflict"];
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
    "/contests/{contest}/timetable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who pitches when - the timetables in force */
        get: operations["getTimetables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/timetable.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Timetables as a calendar (RFC 5545) that telephones subscribe to */
        get: operations["getTimetableCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/timetable.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Timetables as a table, in the contest's civil time */
        get: operations["getTimetableTable"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The address of an expert's own calendar, for its holder alone */
        get: operations["getOwnCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an expert sits on, as a calendar; ends with the link or role that it was asked for with */
        get: operations["readOwnCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/timetable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a timetable is made of - heats, entries, who is away, versions */
        get: operations["getTimetableDesk"];
        put?: never;
        /**
         * Set the timetable of a stage
         * @description A new version, held against teams, experts, breaks and hours; `base` is the version that was seen. Two pitches at once in a heat are refused; other clashes are accepted with `override` and a reason.
         */
        post: operations["setTimetable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/timetable/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a timetable from entries or draws; nothing is written
         * @description Breaks, hours and draws are taken as given; buffer and way as in the timetable in force where they are not said.
         */
        post: operations["proposeTimetable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/timetable/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set an earlier timetable again
         * @description A new version with the slots of that one, without who has withdrawn since.
         */
        post: operations["restoreTimetable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contests/{contest}/stages/{stage}/heats/{heat}/timetable/shift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move the rest of a heat that runs late
         * @description What the floor of the heat has had stands at its real times; the rest moves, in this heat and wherever a team of it pitches as well, as little as it must.
         */
        post: operations["shiftTimetable"];
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
            /** @description Stages that have a timetable */
            timetables?: components["schemas"]["Id"][];
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
                /** @description The plain mean of the sheets' totals */
                raw_mean?: number | null;
                exact?: string;
                decimals?: number;
                corrected?: components["schemas"]["Corrected"];
                beside?: components["schemas"]["Beside"];
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
        /**
         * @description The model by which scores are corrected for how strict each expert is; absent: none
         * @enum {unknown}
         */
        Corrected: "additive" | "mfrm";
        /**
         * @description The rules have the raw mean published beside the score
         * @enum {unknown}
         */
        Beside: "raw-mean";
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
            /** @description The plain mean of the sheets' totals */
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
            corrected?: components["schemas"]["Corrected"];
            beside?: components["schemas"]["Beside"];
            /** @description Before publication, for those inside: why the rule's model of severity has no scores, such as judging.subsets */
            unformed?: {
                code: string;
                detail: string;
            };
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
        Role: "organiser" | "chair" | "floor" | "supervisor" | "notary" | "expert" | "entrant" | "owner" | "viewer" | "candidate";
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
        /** @enum {unknown} */
        CandidateState: "listed" | "invited" | "accepted" | "declined" | "left";
        /** @description Entries that they must not mark */
        Barred: {
            confirmed: number;
            undecided: number;
        };
        PoolNeed: {
            class: components["schemas"]["Id"];
            title?: components["schemas"]["Text"];
            /** @description Of the stage that needs most */
            need: number;
            stages: {
                stage: components["schemas"]["Id"];
                title?: components["schemas"]["Text"];
                need: number;
                heats: number;
            }[];
            listed: number;
            invited: number;
            accepted: number;
            declined: number;
            left: number;
        };
        Candidate: {
            id: components["schemas"]["Id"];
            class?: components["schemas"]["Id"];
            name?: string;
            organisation?: string;
            parents?: string;
            mail?: string;
            fields?: string;
            languages?: string;
            regions?: string;
            note?: string;
            load?: number;
            /** @description In the contest's civil time, as a file has it */
            away: string;
            state: components["schemas"]["CandidateState"];
            erased: boolean;
            /** Format: date-time */
            asked?: string;
            /** Format: date-time */
            answer_by?: string;
            /** Format: date-time */
            opened?: string;
            /** Format: date-time */
            answered?: string;
            remark?: string;
            barred: components["schemas"]["Barred"];
        };
        Pool: {
            counts: {
                listed: number;
                invited: number;
                accepted: number;
                declined: number;
                left: number;
            };
            need: components["schemas"]["PoolNeed"][];
            candidates: components["schemas"]["Candidate"][];
        };
        CandidateDetail: {
            id: components["schemas"]["Id"];
            class?: components["schemas"]["Id"];
            name?: string;
            organisation?: string;
            parents?: string;
            mail?: string;
            fields?: string;
            languages?: string;
            regions?: string;
            note?: string;
            load?: number;
            /** @description In the contest's civil time, as a file has it */
            away: string;
            state: components["schemas"]["CandidateState"];
            erased: boolean;
            /** Format: date-time */
            asked?: string;
            /** Format: date-time */
            answer_by?: string;
            /** Format: date-time */
            opened?: string;
            /** Format: date-time */
            answered?: string;
            remark?: string;
            barred: components["schemas"]["Barred"];
            sheets: number;
            invitations: {
                link: number;
                /** Format: date-time */
                made: string;
                /** Format: date-time */
                opened?: string;
                /** Format: date-time */
                expires: string;
                ended: boolean;
            }[];
            /** @description For organisers */
            history?: {
                contest: components["schemas"]["Id"];
                state: components["schemas"]["CandidateState"];
                sheets: number;
                /** Format: date-time */
                answered?: string;
            }[];
        };
        /** @description What is left out stays as it is */
        CandidateWords: {
            class?: string;
            name?: string;
            organisation?: string;
            parents?: string;
            mail?: string;
            fields?: string;
            languages?: string;
            regions?: string;
            note?: string;
            /** @description Empty - as the stage says */
            load?: string;
            away?: string;
        };
        OwnWords: {
            fields?: string;
            languages?: string;
            /** @description Empty - as the stage says */
            load?: string;
            away?: string;
        };
        CandidateImport: {
            csv: string;
            /**
             * @description Checked, not written
             * @default false
             */
            preview: boolean;
        };
        ImportReport: {
            written: boolean;
            rows: number;
            added: number;
            amended: number;
            unchanged: number;
            findings: {
                line: number;
                code: string;
                message: string;
            }[];
        };
        Answer: {
            /** @enum {unknown} */
            answer: "accept" | "decline" | "leave";
            remark?: string;
        };
        NewInvitations: {
            experts: components["schemas"]["Id"][];
            /** Format: date-time */
            answer_by?: string;
            /**
             * @description Although conflicts of theirs are undecided
             * @default false
             */
            anyway: boolean;
        };
        MadeInvitations: {
            invitations: {
                expert: components["schemas"]["Id"];
                name?: string;
                mail?: string;
                link: number;
                /** @description The address is /enter#token */
                token: string;
                /** Format: date-time */
                expires: string;
            }[];
        };
        Invitation: {
            contest: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
            you: {
                id: components["schemas"]["Id"];
                class?: components["schemas"]["Id"];
                class_title?: components["schemas"]["Text"];
                name?: string;
                organisation?: string;
                parents?: string;
                fields?: string;
                languages?: string;
                regions?: string;
                load?: number;
                away: string;
            };
            /** @description Whom to ask */
            hosts: {
                name: components["schemas"]["Text"];
            }[];
            state: components["schemas"]["CandidateState"];
            /** @description The time to answer is over */
            late: boolean;
            /** Format: date-time */
            asked?: string;
            /** Format: date-time */
            answer_by?: string;
            /** Format: date-time */
            answered?: string;
            remark?: string;
            /** @description The answers that would be taken now */
            may: {
                accept: boolean;
                decline: boolean;
                leave: boolean;
            };
            sheets: number;
            stages: {
                id: components["schemas"]["Id"];
                title: components["schemas"]["Text"];
                /** Format: date-time */
                starts?: string;
                /** Format: date-time */
                ends?: string;
                /** @description That take part, or the places that lead there */
                entries: number;
                sheets_each?: number;
                /** @description Entries that are theirs to mark */
                assigned?: number;
                heats: {
                    id: components["schemas"]["Id"];
                    title: components["schemas"]["Text"];
                    venue?: components["schemas"]["Text"];
                    /** Format: date-time */
                    starts?: string;
                    /** @description A pitch with its questions */
                    each_s: number;
                    /** @description They sit on that panel */
                    mine: boolean;
                }[];
            }[];
        };
        Substitutes: {
            stage: components["schemas"]["Id"];
            heat?: components["schemas"]["Id"];
            class?: components["schemas"]["Id"];
            /** Format: date-time */
            from?: string;
            /** Format: date-time */
            until?: string;
            entries: number;
            substitutes: {
                id: components["schemas"]["Id"];
                class?: components["schemas"]["Id"];
                name?: string;
                organisation?: string;
                fields?: string;
                languages?: string;
                state: components["schemas"]["CandidateState"];
                /** @description At that time */
                away: boolean;
                barred: components["schemas"]["Barred"];
                load_left?: number;
                /** @description Too little of their load is left */
                full: boolean;
                shared_languages: number;
                shared_fields: number;
                history?: {
                    contests: number;
                    sheets: number;
                    accepted: number;
                    declined: number;
                    left: number;
                };
            }[];
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
        /** @enum {unknown} */
        ConflictGround: "declared" | "investor" | "mail" | "mentor" | "organisation" | "other" | "parent" | "past" | "publication";
        /**
         * @description found: nobody has decided yet
         * @enum {unknown}
         */
        ConflictState: "found" | "confirmed" | "overruled";
        /** @description What is known, by source */
        ConflictDetail: {
            /** @description As spelled there (computed) */
            entry?: string;
            /** @description As spelled there (computed) */
            expert?: string;
            /** @enum {unknown} */
            how?: "same" | "department" | "alias" | "similar" | "parent" | "sister" | "domain";
            /** @description The parent that they meet in */
            via?: string;
            ground?: components["schemas"]["ConflictGround"];
            words?: string;
            since?: string;
            until?: string;
            /** @description The expert asks to have the declaration overruled */
            back?: string;
        };
        ConflictEvidence: {
            ground: components["schemas"]["ConflictGround"];
            /** @enum {unknown} */
            source: "computed" | "imported" | "declared";
            state: components["schemas"]["ConflictState"];
            detail: components["schemas"]["ConflictDetail"];
            /** Format: date-time */
            at: string;
        };
        Conflict: {
            entry: {
                id: components["schemas"]["Id"];
                title: string;
                team: string;
                organisation: string;
            };
            expert: components["schemas"]["ConflictExpert"];
            state: components["schemas"]["ConflictState"];
            evidence: components["schemas"]["ConflictEvidence"][];
            /** @description The newest */
            ruling?: {
                confirmed: boolean;
                actor: string;
                /** Format: date-time */
                at: string;
                seq: number;
                reason?: string;
            };
        };
        ConflictExpert: {
            id: components["schemas"]["Id"];
            name: string;
            organisation: string;
        };
        Conflicts: {
            contest: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
            /** @description Every result is published: nothing is decided any more */
            over: boolean;
            entries: number;
            experts: number;
            /** @description Rows of the list of other names and parents */
            organisations: number;
            /** @description Of all pairs; back: declarations that the expert asks to have overruled */
            counts: {
                found: number;
                confirmed: number;
                overruled: number;
                back: number;
            };
            pairs: components["schemas"]["Conflict"][];
            /** @description That the query fits */
            total: number;
        };
        ConflictReport: {
            entries: number;
            experts: number;
            /** @description Found now */
            pairs: number;
            added: number;
            gone: number;
            undecided: number;
        };
        NewRuling: {
            confirmed: boolean;
            reason?: string;
            ground?: components["schemas"]["ConflictGround"];
            pairs?: {
                entry: components["schemas"]["Id"];
                expert: components["schemas"]["Id"];
            }[];
        };
        /** @enum {unknown} */
        Want: "gladly" | "any" | "rather-not";
        Interests: {
            contest: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
            over: boolean;
            divisions: components["schemas"]["Label"][];
            tracks: components["schemas"]["Label"][];
            expert: components["schemas"]["ConflictExpert"];
            entries: components["schemas"]["Interest"][];
        };
        Interest: {
            entry: components["schemas"]["Id"];
            title: string;
            team: string;
            organisation: string;
            fields: string;
            division?: components["schemas"]["Id"];
            track?: components["schemas"]["Id"];
            want: components["schemas"]["Want"];
            conflict?: {
                state: components["schemas"]["ConflictState"];
                evidence: components["schemas"]["ConflictEvidence"][];
            };
        };
        /** @description Of an entry that the expert is recused from there are entry, phase, turn and sheet only; of one with which a conflict of interest is confirmed the title and `barred`, too */
        MarkingEntry: {
            entry: components["schemas"]["Id"];
            title?: string;
            /** @description A conflict of interest is confirmed: no marks are taken */
            barred?: boolean;
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
        AssignedPair: {
            expert: components["schemas"]["Id"];
            fit: number;
            /** @description Experts of the class who fit it better, may mark it, and do not */
            better: number;
            marked?: boolean;
            kept?: boolean;
            /** @description Gave way for linkage */
            moved?: boolean;
            /**
             * @description Why not: left the pool, away, no class of the panel, a conflict that was found or confirmed, recused, not on the panel of the heat
             * @enum {unknown}
             */
            why?: "left" | "away" | "class" | "found" | "confirmed" | "recused" | "heat";
        };
        AssignEntry: {
            entry: components["schemas"]["Id"];
            title: string;
            division?: components["schemas"]["Id"];
            track?: components["schemas"]["Id"];
            heat?: components["schemas"]["Id"];
            /** @description Everybody who may marks it */
            calibration?: boolean;
            pairs: components["schemas"]["AssignedPair"][];
        };
        AssignExpert: {
            id: components["schemas"]["Id"];
            class?: components["schemas"]["Id"];
            name?: string;
            load: number;
            entries: number;
            /**
             * @description Why not: left the pool, away, no class of the panel, a conflict that was found or confirmed, recused, not on the panel of the heat
             * @enum {unknown}
             */
            why?: "left" | "away" | "class" | "found" | "confirmed" | "recused" | "heat";
        };
        AssignmentVersion: {
            version: number;
            /** Format: date-time */
            at: string;
            seq: number;
            draw?: number;
            case: string;
            pairs: number;
        };
        Assignment: {
            stage: components["schemas"]["Id"];
            /** @description 0 = a proposal */
            version: number;
            /** @description In force; 0 = none */
            newest: number;
            closed: boolean;
            rehearsal: boolean;
            /** @description Conflicts that nobody has decided on */
            undecided: number;
            rule: {
                seats: {
                    class?: components["schemas"]["Id"];
                    seats: number;
                }[];
                load: number;
                shared: number;
                calibration: number;
                /** @enum {unknown} */
                aim: "worst-first" | "total";
            };
            draws: {
                draw: number;
                /** @description Its pool is the entries of the stage */
                fits: boolean;
            }[];
            versions: components["schemas"]["AssignmentVersion"][];
            draw?: number;
            case?: string;
            keep?: boolean;
            optimum?: number;
            kept?: number;
            changed?: number;
            total: number;
            worst: number;
            removed?: string[];
            added?: string[];
            experts: components["schemas"]["AssignExpert"][];
            entries: components["schemas"]["AssignEntry"][];
        };
        AssignOptions: {
            entry: components["schemas"]["Id"];
            options: {
                expert: components["schemas"]["Id"];
                class?: components["schemas"]["Id"];
                name?: string;
                fit: number;
                /** @description What both speak of */
                words: string;
                /** @enum {unknown} */
                want: -1 | 0 | 1;
                /**
                 * @description Why not: left the pool, away, no class of the panel, a conflict that was found or confirmed, recused, not on the panel of the heat
                 * @enum {unknown}
                 */
                why?: "left" | "away" | "class" | "found" | "confirmed" | "recused" | "heat";
                marked?: boolean;
            }[];
        };
        AssignCheck: {
            faults: {
                code: string;
                entry?: components["schemas"]["Id"];
                expert?: components["schemas"]["Id"];
                class?: components["schemas"]["Id"];
                have?: number;
                want?: number;
                message: string;
            }[];
        };
        AssignmentEdit: {
            pairs: string[];
            draw?: number;
            keep?: boolean;
        };
        NewAssignment: {
            pairs: string[];
            draw?: number;
            keep?: boolean;
            /** @description The version in force that it was made from; 0 = none */
            version: number;
            short?: boolean;
            unlinked?: boolean;
        };
        PanelProposal: {
            stage: components["schemas"]["Id"];
            draw?: number;
            heats: {
                heat: components["schemas"]["Id"];
                title?: components["schemas"]["Text"];
                /** Format: date-time */
                starts?: string;
                entries: number;
                locked: boolean;
                seated: components["schemas"]["Id"][];
                experts: {
                    expert: components["schemas"]["Id"];
                    class?: components["schemas"]["Id"];
                    name?: string;
                    fit: number;
                    better: number;
                }[];
                barred: {
                    expert: components["schemas"]["Id"];
                    /**
                     * @description Why not: left the pool, away, no class of the panel, a conflict that was found or confirmed, recused, not on the panel of the heat
                     * @enum {unknown}
                     */
                    why: "left" | "away" | "class" | "found" | "confirmed" | "recused" | "heat";
                    entry?: components["schemas"]["Id"];
                }[];
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
        OwnCalendar: {
            /** @description Of this server */
            path: string;
        };
        /** @description heat absent: every heat */
        TimetableSpan: {
            heat?: components["schemas"]["Id"];
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
        };
        /** @description The heat stands in the order of that draw */
        TimetableDraw: {
            heat: components["schemas"]["Id"];
            draw: number;
        };
        /** @description Where it stood in the version before */
        TimetableWas: {
            heat: components["schemas"]["Id"];
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until?: string;
        };
        TimetableSlot: {
            entry: components["schemas"]["Id"];
            title?: string;
            team?: string;
            division?: components["schemas"]["Id"];
            withdrawn?: boolean;
            heat: components["schemas"]["Id"];
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
            was?: components["schemas"]["TimetableWas"];
            /** @description On the heat's floor, once it is open */
            phase?: string;
            /** Format: date-time */
            started?: string;
            /** Format: date-time */
            ended?: string;
        };
        Timetables: {
            contest: components["schemas"]["Id"];
            /** @description Minutes east of UTC */
            utc_offset: number;
            /** @description Those that have a timetable */
            stages: components["schemas"]["Timetable"][];
        };
        Timetable: {
            id: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
            version: number;
            /** Format: date-time */
            set: string;
            reason?: string;
            seal: components["schemas"]["Seal"];
            heats: {
                id: components["schemas"]["Id"];
                title: components["schemas"]["Text"];
                venue?: components["schemas"]["Text"];
                open: components["schemas"]["TimetableSpan"][];
            }[];
            breaks: components["schemas"]["TimetableSpan"][];
            draws: components["schemas"]["TimetableDraw"][];
            /** @description By heat, then time */
            slots: components["schemas"]["TimetableSlot"][];
        };
        TimetableClash: {
            /** @enum {unknown} */
            kind: "overlap" | "team" | "break" | "away" | "hours";
            entry: components["schemas"]["Id"];
            heat: components["schemas"]["Id"];
            other?: components["schemas"]["Id"];
            other_heat?: components["schemas"]["Id"];
            expert?: components["schemas"]["Id"];
        };
        TimetableDraft: {
            stage: components["schemas"]["Id"];
            /** @description 0: of a proposal */
            version: number;
            /** @description The version in force */
            base: number;
            reason?: string;
            /** @description Between two pitches of a heat */
            buffer_s: number;
            /** @description A team's way from one heat to another */
            change_s: number;
            breaks: components["schemas"]["TimetableSpan"][];
            /** @description Hours of heats; of a heat without any, the definition's */
            open: components["schemas"]["TimetableSpan"][];
            draws: components["schemas"]["TimetableDraw"][];
            slots: {
                entry: components["schemas"]["Id"];
                heat: components["schemas"]["Id"];
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                until: string;
                was?: components["schemas"]["TimetableWas"];
                added?: boolean;
                /** @description The venue stood empty before it */
                waited_s?: number;
                /** @enum {unknown} */
                why?: "shut" | "team" | "late";
                moved_up?: boolean;
                /** @description Ends after the heat shuts */
                over?: boolean;
            }[];
            removed: {
                entry: components["schemas"]["Id"];
                heat: components["schemas"]["Id"];
                /** Format: date-time */
                from: string;
            }[];
            clashes: components["schemas"]["TimetableClash"][];
            waited_s?: number;
            moved_up?: number;
            over?: number;
        };
        TimetableDesk: {
            stage: {
                id: components["schemas"]["Id"];
                title: components["schemas"]["Text"];
            };
            utc_offset: number;
            /** Format: date-time */
            now: string;
            closed: boolean;
            heats: components["schemas"]["TimetableDeskHeat"][];
            entries: {
                entry: components["schemas"]["Id"];
                title?: string;
                team?: string;
                division?: components["schemas"]["Id"];
                withdrawn?: boolean;
                heat?: components["schemas"]["Id"];
            }[];
            /** @description Concluded draws of entries of this stage */
            orders: {
                draw: number;
                entries: number;
            }[];
            /** @description From the first */
            versions: {
                version: number;
                /** Format: date-time */
                set: string;
                record: number;
                reason?: string;
                slots: number;
                moved: number;
                added: number;
                removed: number;
            }[];
            current?: components["schemas"]["TimetableDraft"];
            slots?: components["schemas"]["TimetableSlot"][];
        };
        TimetableDeskHeat: {
            id: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
            venue?: components["schemas"]["Text"];
            /** @description Pitch, questions and marking; 0: not said */
            length_s: number;
            /** @description By the definition */
            hours?: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                until: string;
            };
            opened: boolean;
            locked: boolean;
            away: {
                expert: components["schemas"]["Id"];
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                until: string;
            }[];
            /** @description Who is next, and when at the earliest */
            late?: {
                entry: components["schemas"]["Id"];
                /** @description Negative: early */
                late_s: number;
                /** Format: date-time */
                expected: string;
            };
        };
        NewTimetable: {
            base: number;
            slots: {
                entry: components["schemas"]["Id"];
                heat: components["schemas"]["Id"];
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                until: string;
            }[];
            /** @description Between two pitches of a heat */
            buffer_s?: number;
            /** @description A team's way from one heat to another */
            change_s?: number;
            breaks?: components["schemas"]["TimetableSpan"][];
            /** @description Hours of heats; of a heat without any, the definition's */
            open?: components["schemas"]["TimetableSpan"][];
            draws?: components["schemas"]["TimetableDraw"][];
            reason?: string;
            /** @default false */
            override: boolean;
            /**
             * @description Check and answer; write nothing
             * @default false
             */
            preview: boolean;
        };
        TimetableWish: {
            heat?: components["schemas"]["Id"];
            /**
             * @description Of heats without a draw: by id, or as in the timetable in force
             * @default entries
             * @enum {unknown}
             */
            order: "entries" | "set";
            /**
             * @description Somebody later comes first where the next would keep the venue waiting
             * @default false
             */
            gives: boolean;
            /** @description Of every slot; 0: the definition's */
            length_s?: number;
            /** @description Between two pitches of a heat */
            buffer_s?: number;
            /** @description A team's way from one heat to another */
            change_s?: number;
            breaks?: components["schemas"]["TimetableSpan"][];
            /** @description Hours of heats; of a heat without any, the definition's */
            open?: components["schemas"]["TimetableSpan"][];
            draws?: components["schemas"]["TimetableDraw"][];
        };
        TimetableRestore: {
            base: number;
            version: number;
            reason?: string;
            /** @default false */
            override: boolean;
            /** @default false */
            preview: boolean;
        };
        TimetableDelay: {
            base: number;
            entry?: components["schemas"]["Id"];
            /** @description Later than planned */
            by_s?: number;
            /** Format: date-time */
            not_before?: string;
            /** @description Needed unless it is a preview */
            reason?: string;
            /** @default false */
            preview: boolean;
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
        Judging: {
            stage: components["schemas"]["Id"];
            title: components["schemas"]["Text"];
            /** @enum {unknown} */
            state: "judging" | "closed" | "published";
            utc_offset: number;
            decimals: number;
            low_wins: boolean;
            /** @description In force and counted: without recusals and official values */
            sheets: number;
            /** @description Experts linked by entries that they share; severities compare within a group only */
            groups: components["schemas"]["JudgingGroup"][];
            /** @description A heat, or a part of one by the times of its sheets */
            sessions: {
                heat: components["schemas"]["Id"];
                title: components["schemas"]["Text"];
                /** Format: date-time */
                from?: string;
                /** Format: date-time */
                until?: string;
            }[];
            experts: components["schemas"]["JudgingExpert"][];
            /** @description With a sheet */
            entry_count: number;
            /** @description `stands` is on the scale of the stage's scores; else on that of its sheets' totals, because the rule goes by other ways than means and sums */
            on_scale: boolean;
            /** @description The stage's rule takes severities out itself: official scores are adjusted already */
            corrected: boolean;
            /** @description Best first by `stands` */
            entries: components["schemas"]["JudgingEntry"][];
            cuts: components["schemas"]["JudgingCut"][];
            /** @description Quotas without a line: they take from several groups, or nobody contends yet */
            uncut: {
                title: components["schemas"]["Text"];
            }[];
            /** @description Entries whose chance lies between 5 and 95 in a hundred */
            open: number;
            /** @description Of those at most 20, the nearest to a line first, with the experts whose sheet would say most */
            further: {
                entry: components["schemas"]["Id"];
                chance: number;
                /** @description In standard errors from the line */
                distance: number;
                among: number;
                experts: {
                    expert: components["schemas"]["Id"];
                    /** @description What the standard error would become */
                    among: number;
                }[];
            }[];
            /** @description At most 20 sheets more than 3 standard deviations from what the model expects, the farthest first */
            unusual: {
                entry: components["schemas"]["Id"];
                expert: components["schemas"]["Id"];
                total: number;
                expected: number;
                z: number;
            }[];
        };
        JudgingGroup: {
            entries: number;
            experts: components["schemas"]["Id"][];
            /** @description Of the additive model */
            severity?: components["schemas"]["Apart"];
            no_severity?: components["schemas"]["Reason"];
            /** @description Of the many-facet model's experts */
            fit?: components["schemas"]["Apart"];
            no_fit?: components["schemas"]["Reason"];
        };
        /** @description How far experts can be told apart */
        Apart: {
            /** @description Standard deviation of a sheet */
            noise?: number;
            /** @description Standard deviation of experts */
            spread?: number;
            separation: number;
            strata: number;
            reliability: number;
            chi2: number;
            chi2_z?: number;
            freedom: number;
            /** @description Everybody marked everything */
            complete?: boolean;
            categories?: number;
            unobserved?: number;
        };
        Reason: {
            code: string;
            text: string;
        };
        JudgingExpert: {
            expert: components["schemas"]["Id"];
            name?: string;
            class?: components["schemas"]["Id"];
            class_title?: components["schemas"]["Text"];
            sheets: number;
            recused: number;
            mean: number;
            sd: number | null;
            /** @description The standard deviation over that of all experts */
            spread: number | null;
            /** @description Share of the marks that are the expert's commonest on their criterion */
            same: number;
            /** @description Sheets for entries with which some evidence of a conflict links the expert, whatever was decided about it */
            linked: number;
            /** @description How much more than expected those got */
            linked_residual: number | null;
            /** @description Positive: strict */
            severity: number | null;
            se: number | null;
            /** @description Standard error of the distance from the mean of all experts */
            among: number | null;
            /** @description Mean square of the residuals; 1 expected */
            scatter: number | null;
            scatter_z: number | null;
            extreme?: boolean;
            infit?: number | null;
            infit_z?: number | null;
            outfit?: number | null;
            outfit_z?: number | null;
            /** @description Empty with one session */
            drift: {
                /** @description Index of `sessions` */
                session: number;
                sheets: number;
                severity: number;
                se: number;
                /** @description Against the expert's other sessions; positive: stricter */
                shift: number;
                shift_se: number;
                z: number;
                alarm: boolean;
            }[];
        };
        JudgingEntry: {
            entry: components["schemas"]["Id"];
            title: string;
            heat?: components["schemas"]["Id"];
            sheets: number;
            raw: number;
            /** @description By the stage's rule; null below the quorum */
            official: number | null;
            /** @description Index of `groups` */
            group: number;
            /** @description The panel's mean without the experts' severities */
            adjusted: number | null;
            se: number | null;
            /** @description The score with that mean in place of the raw one */
            stands: number | null;
            /** @description Standard error of its distance from the mean of all entries */
            among: number | null;
            /** @description To get one of the places */
            chance: number | null;
            /** @description A sheet each: index of the expert, total, residual, and the same in standard deviations */
            marks: (number | null)[][];
        };
        JudgingCut: {
            title: components["schemas"]["Text"];
            group: number;
            places: number;
            /** @description How many get a place */
            inside: number;
            contenders: number;
            /** @description Where the line lies; null where nobody is left outside */
            at: number | null;
            /** @description How many stand before the first of `entries` */
            first: number;
            /** @description Best first */
            entries: components["schemas"]["Id"][];
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
        candidate: components["schemas"]["Id"];
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
    listCandidates: {
        parameters: {
            query?: {
                state?: components["schemas"]["CandidateState"];
                class?: string;
                /** @description Part of their fields */
                field?: string;
                /** @description Part of any word of theirs */
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
                    "application/json": components["schemas"]["Pool"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getCandidatesFile: {
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
                    "text/csv": string;
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    importCandidates: {
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
                "application/json": components["schemas"]["CandidateImport"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getCandidate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                candidate: components["parameters"]["candidate"];
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
                    "application/json": components["schemas"]["CandidateDetail"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    putCandidate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                candidate: components["parameters"]["candidate"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CandidateWords"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CandidateDetail"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    removeCandidate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                candidate: components["parameters"]["candidate"];
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
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    eraseCandidate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                candidate: components["parameters"]["candidate"];
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
                    "application/json": components["schemas"]["CandidateDetail"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    answerFor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                candidate: components["parameters"]["candidate"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Answer"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CandidateDetail"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    invite: {
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
                "application/json": components["schemas"]["NewInvitations"];
            };
        };
        responses: {
            /** @description OK */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeInvitations"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getInvitation: {
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
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    putOwnWords: {
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
                "application/json": components["schemas"]["OwnWords"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    answerInvitation: {
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
                "application/json": components["schemas"]["Answer"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    listSubstitutes: {
        parameters: {
            query?: {
                /** @description A heat of the stage; without it the whole stage */
                heat?: string;
                class?: string;
                /** @description The expert whom they replace: their class, languages and fields */
                for?: string;
            };
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
                    "application/json": components["schemas"]["Substitutes"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
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
    getJudging: {
        parameters: {
            query?: {
                /** @description 1: every entry */
                all?: 0 | 1;
            };
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
                    "application/json": components["schemas"]["Judging"];
                };
            };
            400: components["responses"]["Problem"];
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
    getAssignment: {
        parameters: {
            query?: {
                version?: number;
            };
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version in force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assignment"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    assign: {
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
                "application/json": components["schemas"]["NewAssignment"];
            };
        };
        responses: {
            /** @description The version now in force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assignment"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getAssignmentCase: {
        parameters: {
            query?: {
                version?: number;
                download?: 0 | 1;
            };
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text whose SHA-256 the ledger has */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    proposeAssignment: {
        parameters: {
            query?: {
                draw?: number;
                keep?: 0 | 1;
            };
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proposal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assignment"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getAssignOptions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
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
                    "application/json": components["schemas"]["AssignOptions"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    checkAssignment: {
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
                "application/json": components["schemas"]["AssignmentEdit"];
            };
        };
        responses: {
            /** @description Every fault */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignCheck"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    proposePanels: {
        parameters: {
            query?: {
                draw?: number;
            };
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                stage: components["parameters"]["stage"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proposal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PanelProposal"];
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
    getConflicts: {
        parameters: {
            query?: {
                state?: components["schemas"]["ConflictState"];
                ground?: components["schemas"]["ConflictGround"];
                entry?: components["schemas"]["Id"];
                expert?: components["schemas"]["Id"];
                /** @description In ids, titles, names, organisations */
                q?: string;
                from?: number;
                limit?: number;
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
                    "application/json": components["schemas"]["Conflicts"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    computeConflicts: {
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
                    "application/json": components["schemas"]["ConflictReport"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    ruleConflicts: {
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
                "application/json": components["schemas"]["NewRuling"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many pairs were decided; those that stood so are not decided again */
                        ruled: number;
                    };
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    getInterests: {
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
                    "application/json": components["schemas"]["Interests"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    prefer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                entry: components["parameters"]["entry"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    want: components["schemas"]["Want"];
                };
            };
        };
        responses: {
            /** @description Kept */
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
    declareConflict: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                entry: components["parameters"]["entry"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ground: components["schemas"]["ConflictGround"];
                    words?: string;
                };
            };
        };
        responses: {
            /** @description Declared */
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
    takeBackConflict: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: components["parameters"]["contest"];
                entry: components["parameters"]["entry"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    words?: string;
                };
            };
        };
        responses: {
            /** @description Asked */
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
    getTimetables: {
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
                    "application/json": components["schemas"]["Timetables"];
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    getTimetableCalendar: {
        parameters: {
            query?: {
                stage?: components["schemas"]["Id"];
                heat?: components["schemas"]["Id"];
                entry?: components["schemas"]["Id"];
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
            /** @description An event a slot; SEQUENCE grows with the version that changed it, what is no more is CANCELLED */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getTimetableTable: {
        parameters: {
            query?: {
                stage?: components["schemas"]["Id"];
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
                    "text/csv": string;
                };
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    getOwnCalendar: {
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
                    "application/json": components["schemas"]["OwnCalendar"];
                };
            };
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
        };
    };
    readOwnCalendar: {
        parameters: {
            query?: {
                key?: string;
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
                    "text/calendar": string;
                };
            };
            404: components["responses"]["Problem"];
        };
    };
    getTimetableDesk: {
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
                    "application/json": components["schemas"]["TimetableDesk"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    setTimetable: {
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
                "application/json": components["schemas"]["NewTimetable"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimetableDraft"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    proposeTimetable: {
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
                "application/json": components["schemas"]["TimetableWish"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimetableDraft"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    restoreTimetable: {
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
                "application/json": components["schemas"]["TimetableRestore"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimetableDraft"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
        };
    };
    shiftTimetable: {
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
                "application/json": components["schemas"]["TimetableDelay"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimetableDraft"];
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
