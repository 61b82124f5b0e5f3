# expect: psgsh:Proposal-patch sh:MinCountConstraintComponent
# The proposal does not say what it would change.
DELETE WHERE { <id/proposal/1> psg:patch ?patch }
