({
    // The canvas reads its parameters once, when it is made: it must not be there before they are.
    show: function (component) {
        var recordId = component.get("v.recordId");
        if (recordId) {
            component.set("v.parameters", JSON.stringify({ recordId: recordId }));
        }
    }
})
