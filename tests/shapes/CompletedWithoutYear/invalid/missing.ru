# expect: psgsh:CompletedWithoutYear sh:SPARQLConstraintComponent
# The item is completed, but it does not say when.
DELETE WHERE { <id/roadmap-item/example> psg:completedYear ?year }
