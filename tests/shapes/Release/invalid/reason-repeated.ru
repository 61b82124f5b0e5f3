# expect: psgsh:Release-reason sh:MaxCountConstraintComponent
# The release has two reasons.
INSERT DATA { <id/release/example> psg:reason "Wrong levels." , "Wrong titles." }
