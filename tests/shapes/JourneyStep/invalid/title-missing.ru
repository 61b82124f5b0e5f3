# expect: psgsh:JourneyStep-title sh:MinCountConstraintComponent
# The step has no title.
DELETE WHERE { <id/step/example> dct:title ?value }
