# expect: psgsh:Proposal-title sh:MinCountConstraintComponent
# The proposal does not say what it is for.
DELETE WHERE { <id/proposal/1> dct:title ?title }
