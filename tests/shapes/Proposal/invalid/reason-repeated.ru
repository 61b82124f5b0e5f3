# expect: psgsh:Proposal-reason sh:MaxCountConstraintComponent
# Two reasons.
INSERT DATA { <id/proposal/1> psg:reason "No." , "Not yet." }
