# expect: psgsh:UserJourney-step-recommended sh:MinCountConstraintComponent
# The journey has no step.
DELETE WHERE { <id/step/example> ?property ?value }
