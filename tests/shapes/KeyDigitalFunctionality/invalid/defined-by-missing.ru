# expect: psgsh:KeyDigitalFunctionality-definedBy sh:MinCountConstraintComponent
# No specification defines the functionality.
DELETE WHERE { <id/specification/example> psg:definesFunctionality ?functionality }
