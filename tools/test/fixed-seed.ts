import fc from 'fast-check'

/** What a property is tried with is the same in each run: what is red was broken just now. `SEED=n` tries it with other things. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.SEED ?? 1) })
