# expect: psgsh:Proposal-reason sh:DatatypeConstraintComponent
# The reason has a language.
INSERT DATA { <id/proposal/1> psg:reason "No."@en }
