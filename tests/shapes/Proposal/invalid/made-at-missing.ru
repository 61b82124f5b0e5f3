# expect: psgsh:Proposal-generatedAtTime sh:MinCountConstraintComponent
# The proposal does not say when it was made.
DELETE WHERE { <id/proposal/1> prov:generatedAtTime ?when }
