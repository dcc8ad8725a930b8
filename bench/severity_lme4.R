# The additive model by lme4: entries fixed, experts random, restricted maximum likelihood. Reads the sheets (entry, expert,
# mark) of the CSV file named; prints the fit's seconds, the process's peak in KiB, then each entry's and expert's value.
suppressMessages(library(lme4))
sheets <- read.csv(commandArgs(TRUE)[1], colClasses = c("character", "character", "character", "numeric"))
sheets <- aggregate(mark ~ entry + expert, sheets, mean)
exact <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.02, rhoend = 1e-11, maxfun = 10000), calc.derivs = FALSE,
	check.conv.singular = "ignore", check.nobs.vs.nlev = "ignore", check.nobs.vs.nRE = "ignore", check.rankX = "ignore",
	check.scaleX = "ignore")
start <- proc.time()[["elapsed"]]
fit <- suppressMessages(lmer(mark ~ 0 + entry + (1 | expert), sheets, REML = TRUE, control = exact))
seconds <- proc.time()[["elapsed"]] - start
peak <- sub("\\D*(\\d+).*", "\\1", grep("VmHWM", readLines("/proc/self/status"), value = TRUE))
cat(seconds, peak, "\n")
values <- fixef(fit)
cat(sprintf("entry %s %.9f\n", sub("^entry", "", names(values)), values), sep = "")
effects <- ranef(fit)$expert
cat(sprintf("expert %s %.9f\n", rownames(effects), -effects[, 1]), sep = "")
