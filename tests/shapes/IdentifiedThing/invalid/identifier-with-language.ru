# expect: psgsh:IdentifiedThing-identifier sh:DatatypeConstraintComponent
# The identifier has a language tag.
DELETE WHERE { <id/cost/example> dct:identifier ?identifier } ;
INSERT DATA { <id/cost/example> dct:identifier "example"@en }
