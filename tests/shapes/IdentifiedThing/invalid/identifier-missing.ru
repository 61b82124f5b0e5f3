# expect: psgsh:IdentifiedThing-identifier sh:MinCountConstraintComponent
# The identified thing has no identifier.
DELETE WHERE { <id/cost/example> dct:identifier ?value }
