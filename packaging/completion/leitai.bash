# bash completion for leitai: commands, verbs, options, contests, files.
# shellcheck shell=bash

_leitai_options() {
	local common='--json --quiet --help' store='--data --db' key='--key'
	case $1 in
	init) echo "$common $store --host" ;;
	demo) echo "$common $store --prepare --only --listen" ;;
	'contest check') echo "$common" ;;
	'contest add') echo "$common $store $key" ;;
	'contest list' | 'contest show') echo "$common $store" ;;
	'import entries' | 'import experts' | 'import candidates') echo "$common $store $key --dry-run" ;;
	'import sheets') echo "$common $store $key --stage --amend --dry-run" ;;
	rehearse) echo "$common --stage --speed --seed --url --login --password-file" ;;
	'floor show') echo "$common $store" ;;
	'floor step') echo "$common $store $key --draw --seconds --step" ;;
	'panel propose') echo "$common $store --draw --keep --case" ;;
	'panel assign') echo "$common $store $key --draw --keep --short --unlinked" ;;
	'panel repair') echo "$common $store $key --draw --adopt --case" ;;
	'panel show') echo "$common $store --version" ;;
	'panel export') echo "$common $store --version --case" ;;
	'panel heats') echo "$common $store $key --draw --seat" ;;
	'panel seat') echo "$common $store $key" ;;
	'stage show' | 'stage tally') echo "$common $store" ;;
	'stage close') echo "$common $store $key --supervisor" ;;
	'stage deliberate') echo "$common $store $key --vote --file --entries --reason --supervisor" ;;
	'heat progress' | 'tie show') echo "$common $store" ;;
	'heat lock') echo "$common $store $key --incomplete" ;;
	'heat sign' | 'tie open') echo "$common $store $key" ;;
	'tie conclude') echo "$common $store $key --reason --supervisor" ;;
	'stage reveal') echo "$common $store $key --entry --list" ;;
	'stage award') echo "$common $store $key --reason" ;;
	'stage publish') echo "$common $store $key" ;;
	'entry show') echo "$common $store" ;;
	'entry withdraw') echo "$common $store $key --reason" ;;
	'sheet list') echo "$common $store" ;;
	'ledger export') echo "$common $store --out" ;;
	'ledger checkpoint' | 'ledger proof') echo "$common $store" ;;
	'account add') echo "$common $store --name --admin --password-file" ;;
	'account password') echo "$common $store --password-file" ;;
	'account disable') echo "$common $store --undo" ;;
	'account code') echo "$common $store --off --qr" ;;
	'account link') echo "$common $store --issuer --subject --undo" ;;
	'provider add') echo "$common $store --issuer --client --secret-stdin --title --match" ;;
	'provider list' | 'provider remove') echo "$common $store" ;;
	'account list' | 'role list' | 'link list') echo "$common $store" ;;
	'role grant') echo "$common $store $key --expert" ;;
	'role revoke' | 'link revoke') echo "$common $store $key" ;;
	'candidate list') echo "$common $store --state --class --field --text --csv" ;;
	'candidate show') echo "$common $store" ;;
	'candidate add') echo "$common $store $key --class --name --organisation --parents --mail --fields --languages --regions --load --away --note" ;;
	'candidate remove') echo "$common $store $key --erase" ;;
	'candidate invite') echo "$common $store $key --answer-by --anyway --url --qr" ;;
	'candidate answer' | 'candidate leave') echo "$common $store $key --remark" ;;
	'candidate substitutes') echo "$common $store --heat --class --for" ;;
	'link make') echo "$common $store $key --expert --stage --heat --label --expires --reusable --url --qr" ;;
	'ceremony list') echo "$common $store" ;;
	'ceremony show') echo "$common $store --out" ;;
	'ceremony commit') echo "$common $store $key --beacon --lines" ;;
	'ceremony announce') echo "$common $store $key --draw --purpose --beacon-at --reveals" ;;
	'ceremony conclude') echo "$common $store $key --signature --relays" ;;
	'ceremony void') echo "$common $store $key --reason" ;;
	'conflict compute' | 'conflict import' | 'conflict aliases') echo "$common $store $key --dry-run" ;;
	'conflict list') echo "$common $store --state --ground --entry --expert" ;;
	'conflict confirm' | 'conflict overrule') echo "$common $store $key --ground --reason" ;;
	'draw announce') echo "$common --contest --number --purpose --beacon-at --no-beacon --hall" ;;
	'draw make' | 'draw check') echo "$common" ;;
	verify) echo "$common --key" ;;
	tally) echo "$common --stage --format --explain --entries --carry --decided" ;;
	severity) echo "$common --model --places" ;;
	monitor) echo "$common $store --all" ;;
	assign) echo "$common --check" ;;
	fit) echo "$common --explain" ;;
	timetable) echo "$common --format" ;;
	'schedule propose') echo "$common $store --heat --draw --as-set --gives --length --buffer --change --break --open" ;;
	'schedule set' | 'schedule restore') echo "$common $store $key --reason --override --preview" ;;
	'schedule shift') echo "$common $store $key --by --not-before --entry --reason --preview" ;;
	'schedule show') echo "$common $store" ;;
	'schedule export') echo "$common $store --format --stage --heat --entry" ;;
	protocol) echo "$common $store --entry --lang --out" ;;
	serve) echo "$common $store --listen --connections --listeners --listeners-per-address --relays" ;;
	backup | restore) echo "$common $store" ;;
	help) echo "$common" ;;
	esac
}

_leitai_verbs() {
	case $1 in
	contest) echo 'check add list show' ;;
	import) echo 'entries experts candidates sheets' ;;
	floor) echo 'show step' ;;
	panel) echo 'seat propose assign repair show export heats' ;;
	schedule) echo 'propose set restore shift show export' ;;
	ceremony) echo 'list show commit announce conclude void' ;;
	heat) echo 'progress lock sign' ;;
	tie) echo 'show open conclude' ;;
	stage) echo 'show tally close deliberate award reveal publish' ;;
	entry) echo 'show withdraw' ;;
	sheet) echo 'list' ;;
	ledger) echo 'export checkpoint proof' ;;
	account) echo 'add password disable code link list' ;;
	provider) echo 'add list remove' ;;
	role) echo 'grant revoke list' ;;
	candidate) echo 'list show add remove invite answer leave substitutes' ;;
	link) echo 'make revoke list' ;;
	conflict) echo 'compute import aliases list confirm overrule' ;;
	draw) echo 'announce make check' ;;
	esac
}

_leitai() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} word command='' operands=0 i verbs
	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		[[ $word == -* ]] && continue
		verbs=$(_leitai_verbs "$command")
		if [[ -z $command ]]; then
			command=$word
		elif [[ -n $verbs && $command != *' '* ]]; then
			command+=" $word"
		else
			operands=$((operands + 1))
		fi
	done
	verbs=$(_leitai_verbs "$command")
	case $prev in
	--out) [[ $command == protocol ]] && mapfile -t COMPREPLY < <(compgen -f -- "$cur") && return
		mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
	--data) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
	--file | --password-file) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
	--model) mapfile -t COMPREPLY < <(compgen -W 'additive mfrm' -- "$cur"); return ;;
	--match) mapfile -t COMPREPLY < <(compgen -W 'email none' -- "$cur"); return ;;
	--state) mapfile -t COMPREPLY < <(compgen -W 'listed invited accepted declined left' -- "$cur"); return ;;
	--lang) mapfile -t COMPREPLY < <(compgen -W 'zh en' -- "$cur"); return ;;
	--format) mapfile -t COMPREPLY < <(compgen -W 'table csv json' -- "$cur"); return ;;
	--entries) [[ $command == tally ]] && mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
	--issuer | --subject | --client | --title | --db | --host | --listen | --connections | --listeners | --listeners-per-address | --relays | --signature | --key | --entry | --list | --stage | --supervisor | --reason | --vote | --decided | --name | \
		--expert | --heat | --label | --expires | --seconds | --step | --speed | --seed | --login | --url | --contest | --number | --purpose | --beacon-at | --class | --field | --text | --organisation | --parents | --mail | \
		--fields | --languages | --regions | --load | --away | --note | --answer-by | --remark | --for | \
		--draw | --length | --buffer | --change | --break | --open | --by | --not-before) return ;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_leitai_options "$command")" -- "$cur")
	elif [[ -z $command ]]; then
		mapfile -t COMPREPLY < <(compgen -W 'init demo contest rehearse import conflict stage heat tie floor panel entry sheet protocol ledger account provider role candidate link ceremony schedule draw verify tally severity monitor assign fit timetable serve
			backup restore help' -- "$cur")
	elif [[ -n $verbs && $command != *' '* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$verbs" -- "$cur")
	elif [[ $command == draw\ * ]]; then
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
	elif [[ $operands == 0 && $command =~ ^(import|stage|heat|tie|floor|panel|entry|sheet|protocol|monitor|ledger|role|candidate|link|ceremony|schedule|contest\ show) ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(leitai contest list --quiet 2>/dev/null |
			awk 'NR > 1 { print $1 }')" -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}

complete -o filenames -F _leitai leitai
