# expect: psgsh:Release-reason sh:DatatypeConstraintComponent
# The reason has a language.
INSERT DATA { <id/release/example> psg:reason "Wrong levels."@en }
